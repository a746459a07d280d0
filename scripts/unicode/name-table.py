"""
Writes shared/protocol/names/name-table.ts: the characters that a name may have, how they fold, and what they look like, all
of one version of Unicode, so that two runtimes never differ on a name. Run anew only to move to another version,
which changes the protocol:

    python3 scripts/unicode/name-table.py > shared/protocol/names/name-table.ts

Source: ICU 72 (Debian 12, libicu72), which holds the Unicode 15.0 data files, security/confusables.txt among them.
"""
import ctypes
import sys

uc = ctypes.CDLL("libicuuc.so.72")
i18n = ctypes.CDLL("libicui18n.so.72")
LETTERS_MARKS_DIGITS = {1, 2, 3, 4, 5, 6, 7, 8, 9}  # U_UPPERCASE_LETTER ... U_DECIMAL_DIGIT_NUMBER
DEFAULT_IGNORABLE = 5
NFKC_QUICK_CHECK = 0x1000 + 15
ALSO = [0x20, 0x27, 0x2D, 0x2E, 0x5F, 0xB7, 0x5F3, 0x5F4, 0x2019, 0x30FB]
# Thai and Lao vowels and letters that names need, although NFKC takes them apart.
NEEDED = {0xE33, 0xEB3, 0xEDC, 0xEDD}

version = (ctypes.c_uint8 * 4)()
uc.u_getUnicodeVersion_72(version)
assert list(version) == [15, 0, 0, 0], list(version)


def utf16(text):
    raw = text.encode("utf-16-le")
    return (ctypes.c_uint16 * (len(raw) // 2 + 1)).from_buffer_copy(raw + b"\0\0"), len(raw) // 2


def call(function, *arguments):
    out, status = (ctypes.c_uint16 * 512)(), ctypes.c_int(0)
    length = function(*arguments, out, 512, ctypes.byref(status))
    assert status.value <= 0, status.value
    return bytes(out)[: length * 2].decode("utf-16-le")


status = ctypes.c_int(0)
uc.unorm2_getNFDInstance_72.restype = ctypes.c_void_p
nfd_instance = ctypes.c_void_p(uc.unorm2_getNFDInstance_72(ctypes.byref(status)))
i18n.uspoof_open_72.restype = ctypes.c_void_p
spoof = ctypes.c_void_p(i18n.uspoof_open_72(ctypes.byref(status)))
assert status.value <= 0


def nfd(text):
    source, length = utf16(text)
    return call(uc.unorm2_normalize_72, nfd_instance, source, length)


def skeleton(text):
    source, length = utf16(text)
    return call(i18n.uspoof_getSkeleton_72, spoof, 0, source, length)


def fold(text):
    source, length = utf16(text)
    out, status = (ctypes.c_uint16 * 64)(), ctypes.c_int(0)
    size = uc.u_strFoldCase_72(out, 64, source, length, 0, ctypes.byref(status))
    assert status.value <= 0
    return bytes(out)[: size * 2].decode("utf-16-le")


def allowed(point):
    if point in ALSO or point in NEEDED:
        return True
    return (
        uc.u_charType_72(point) in LETTERS_MARKS_DIGITS
        and not uc.u_hasBinaryProperty_72(point, DEFAULT_IGNORABLE)
        and uc.u_getIntPropertyValue_72(point, NFKC_QUICK_CHECK) != 0
    )


def base36(number):
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if number == 0:
            return digits


def deltas(numbers):
    before, parts = 0, []
    for number in numbers:
        parts.append(base36(number - before))
        before = number
    return " ".join(parts)


def by_target(pairs):
    """`target=sources`: the target's code points as they are, the sources as differences."""
    groups = {}
    for source, target in pairs:
        groups.setdefault(target, []).append(source)
    return ";".join(
        " ".join(base36(ord(c)) for c in target) + "=" + deltas(sorted(sources))
        for target, sources in sorted(groups.items())
    )


points = [p for p in range(0x110000) if not 0xD800 <= p <= 0xDFFF and allowed(p)]
bounds = []
for point in points:
    if bounds and bounds[-1] == point:
        bounds[-1] = point + 1
    else:
        bounds += [point, point + 1]
folds = [(p, fold(chr(p))) for p in points if fold(chr(p)) != chr(p)]

# A run of letters that fold by the same distance, each one or each second of them, is one item.
runs, long = [], []
for source, target in folds:
    if len(target) > 1:
        long.append((source, target))
        continue
    distance = ord(target) - source
    last = runs[-1] if runs else None
    step = source - (last[0] + (last[1] - 1) * last[2]) if last else 0
    if last and last[3] == distance and step in (1, 2) and (last[1] == 1 or last[2] == step):
        last[1] += 1
        last[2] = step
    else:
        runs.append([source, 1, 1, distance])

marks = [p for p in points if uc.u_charType_72(p) in (6, 7, 8)]
seen = set("".join(nfd(text) for p in points for text in (chr(p), fold(chr(p)))))
looks = [(ord(c), skeleton(c)) for c in sorted(seen) if skeleton(c) != c]
print(f"{len(points)} points, {len(bounds) // 2} ranges, {len(runs)} runs, {len(looks)} look-alikes", file=sys.stderr)


def ranges(numbers):
    result = []
    for number in numbers:
        if result and result[-1] == number:
            result[-1] = number + 1
        else:
            result += [number, number + 1]
    return result


def literal(name, comment, text):
    lines = [text[i : i + 100] for i in range(0, len(text), 100)]
    body = " +\n".join(f"  '{line}'" for line in lines)
    return f"/** {comment} */\nexport const {name} =\n{body};\n"


print(f"""/**
 * Written by scripts/unicode/name-table.py from the Unicode 15.0 data in ICU 72 (https://github.com/unicode-org/icu,
 * release 72.1; UnicodeData, CaseFolding, DerivedCoreProperties, security/confusables). Copyright (c) 1991-2022
 * Unicode, Inc., Unicode License V3 (SPDX Unicode-3.0, earlier Unicode-DFS-2016). Numbers are base 36, most of them
 * differences to the one before.
 */

export const UNICODE_VERSION = '15.0';
""")
print(literal("NAME_POINTS", "Bounds of the ranges that names may use: from, up to but without, from, ...", deltas(bounds)))
print(literal("MARK_POINTS", "Bounds of the ranges of combining marks among them.", deltas(ranges(marks))))
print(
    literal(
        "FOLD_RUNS",
        "Default case folding, one to one: first, count, step, distance (negative with `-`).",
        ";".join(
            f"{base36(s)} {base36(n)} {step} {'-' if d < 0 else ''}{base36(abs(d))}" for s, n, step, d in runs
        ),
    )
)
print(literal("FOLD_LONG", "Default case folding to more than one character: targets=sources.", by_target(long)))
print(literal("LOOKS_LIKE", "UTS 39 prototypes: target=sources.", by_target(looks)), end="")
