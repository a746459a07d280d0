#pragma once
// Persistent references to strings came with Node-API 10. Before it, a string is kept alive inside an object.
#include <napi.h>

class StringReference {
 public:
  StringReference() {}
  StringReference(Napi::String string) {
    Napi::Object object = Napi::Object::New(string.Env());
    object.Set("string", string);
    box = Napi::Persistent(object);
  }
  StringReference(StringReference&& other) : box(std::move(other.box)) {}
  StringReference& operator=(StringReference&& other) {
    box = std::move(other.box);
    return *this;
  }
  Napi::String Value() const { return box.Value().Get("string").As<Napi::String>(); }

 private:
  Napi::ObjectReference box;
};
