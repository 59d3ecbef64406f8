"""The characters of DIN 91379:2022-08, by code point: what public bodies must be able to print.

Source: data type E of the standard's schema (din-norm-91379-datatypes.xsd, XÖV) and its lists of
letters and sequences; normative Latin letters with their sequences and the normative non-letters
N1 to N3, the extended Greek and Cyrillic letters, and the extended non-letters E1.
"""

_CHARACTERS = (
    "0021-007E 00A1-00AC 00AE-017E 0187-0188 018F 0192 0197 01A0-01A1 01AF-01B0 01B7 01CD-01DC "
    "01DE-01DF 01E2-01F0 01F4-01F5 01F8-01FF 0212-0213 0218-021B 021E-021F 0227-0233 0259 0268 "
    "0292 02B0 02B3 02B9-02BA 02BE-02BF 02C6 02C8 02CC 02DC 02E2 0386 0388-038A 038C 038E-03A1 "
    "03A3-03CE 040D 0410-042A 042C 042E-044A 044C 044E-044F 045D 1D48 1D57 1E02-1E03 1E06-1E07 "
    "1E0A-1E11 1E17 1E1C-1E2B 1E2F-1E37 1E3A-1E3B 1E40-1E49 1E52-1E5B 1E5E-1E63 1E6A-1E6F "
    "1E80-1E87 1E8C-1E97 1E9E 1EA0-1EF9 2018-201A 201C-201E 2020-2021 2026 2030 2032-2033 "
    "2039-203A 2070 2074-2079 207F-2089 20AC 2122 221E 2264-2265"
)
_SEQUENCES = {
    "A": "030B", "C": "0300 0304 0306 0308 0315 0323 0326 0328+0306", "D": "0302",
    "F": "0300 0304", "G": "0300", "H": "0304 0326 0331", "J": "0301 030C",
    "K": "0300 0302 0304 0307 0315 031B 0326 035F+0048 035F+0068",
    "L": "0302 0325 0325+0304 0326", "M": "0300 0302 0306 0310", "N": "0302 0304 0306 0326",
    "P": "0300 0304 0315 0323", "R": "0306 0325 0325+0304", "S": "0300 0304 031B+0304 0331",
    "T": "0300 0304 0308 0315 031B", "U": "0307", "Z": "0300 0304 0306 0308 0327",
    "a": "030B", "c": "0300 0304 0306 0308 0315 0323 0326 0328+0306", "d": "0302",
    "f": "0300 0304", "g": "0300", "h": "0304 0326", "j": "0301",
    "k": "0300 0302 0304 0307 0315 031B 0326 035F+0068",
    "l": "0302 0325 0325+0304 0326", "m": "0300 0302 0306 0310", "n": "0302 0304 0306 0326",
    "p": "0300 0304 0315 0323", "r": "0306 0325 0325+0304", "s": "0300 0304 031B+0304 0331",
    "t": "0300 0304 0315 031B", "u": "0307", "z": "0300 0304 0306 0308 0327",
    "Ç": "0306", "Û": "0304", "ç": "0306", "û": "0304", "ÿ": "0301", "Č": "0315 0323",
    "č": "0315 0323", "ē": "030D", "Ī": "0301", "ī": "0301", "ō": "030D", "Ž": "0326 0327",
    "ž": "0326 0327", "Ḳ": "0304", "ḳ": "0304", "Ṣ": "0304", "ṣ": "0304", "Ṭ": "0304",
    "ṭ": "0304", "Ạ": "0308", "ạ": "0308", "Ọ": "0308", "ọ": "0308", "Ụ": "0304 0308",
    "ụ": "0304 0308",
}


def _range(text: str) -> list[str]:
    first, _dash, last = text.partition("-")
    return [chr(code) for code in range(int(first, 16), int(last or first, 16) + 1)]


CHARACTERS = tuple(one for part in _CHARACTERS.split() for one in _range(part))
"""Every character with a code point of its own."""
SEQUENCES = tuple(
    letter + "".join(chr(int(code, 16)) for code in one.split("+"))
    for letter, marks in _SEQUENCES.items() for one in marks.split()
)
"""Every letter that is written with one or two combining marks, or joined by a line."""
