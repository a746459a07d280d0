// Given to the test Electron with NODE_OPTIONS=--require, so that its worker threads get it too. Where the runtime
// is older than Node-API 10, better-sqlite3's own addon is replaced by the build that lies beside this file.
const Module = require('node:module');
const { join } = require('node:path');

if (Number(process.versions.napi) < 10) {
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    if (
      /better-sqlite3[\\/](prebuilds|build)[\\/].*\.node$/.test(request) ||
      /^\.\.[\\/]prebuilds[\\/].*\.node$/.test(request)
    ) {
      return join(__dirname, 'better_sqlite3.node');
    }
    return resolveFilename.call(this, request, ...rest);
  };
}
