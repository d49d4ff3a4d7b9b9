"""What the signs of scripts without an alphabet sound like, in Latin consonants.

``a`` stands for any vowel: which one, spellings do not agree on. Chinese has some two hundred
characters that by custom transcribe names from abroad.
"""

_KANA_SOUNDS = {
    "a": "アイウエオヤユヨ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サシスセソチツ",
    "z": "ザジズゼゾヂヅ",
    "t": "タテト",
    "d": "ダデド",
    "n": "ナニヌネノン",
    "h": "ハヒヘホ",
    "f": "フ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "l": "ラリルレロ",
    "v": "ワヴ",
}
_HAN_SOUNDS = {
    "a": "阿埃艾爱奥伊乌亚娅叶耶约尤雅厄",
    "an": "安英因",
    "b": "巴芭贝比毕波玻博勃伯布卜鲍",
    "bn": "班本宾邦",
    "p": "帕佩皮坡普",
    "pn": "潘蓬彭平",
    "f": "法费菲福弗夫佛",
    "fn": "芬丰冯凡范",
    "v": "瓦维韦威沃武华",
    "vn": "万温文",
    "d": "达戴德迪蒂杜多道",
    "dn": "丹顿当登邓东敦",
    "t": "塔太泰特提图托陶",
    "tn": "坦腾汤唐廷丁",
    "g": "加盖戈格古贡瓜圭",
    "gn": "根甘冈",
    "k": "卡凯克科库考基吉奎",
    "kn": "肯坎康孔昆金",
    "s": "萨塞色西锡希谢休苏索斯兹茨扎泽齐奇恰切乔丘朱祖佐沙舍什施舒绍贾杰焦哲",
    "sn": "辛欣桑森孙琴钦宗曾申尚逊津",
    "l": "拉莱雷勒里丽莉利列罗洛鲁卢吕律尔",
    "ln": "林琳隆伦兰朗龙良",
    "m": "马玛麦迈梅美米密莫默穆姆",
    "mn": "门明敏曼蒙孟",
    "n": "纳娜奈内尼妮努诺农恩涅纽",
    "nn": "宁南嫩",
    "h": "哈海赫黑霍胡侯惠",
    "hn": "亨汉洪",
}
_INITIALS = "k k n t t l m p p s s a s s s k t p h".split()  # U+1100 ㄱ to U+1112 ㅎ
_FINALS = "k k k n n n t l k m p l l p l m p p t t n t t k t p t".split()  # U+11A8 to U+11C2

KANA = {sign: sound for sound, signs in _KANA_SOUNDS.items() for sign in signs}
HAN = {sign: sound for sound, signs in _HAN_SOUNDS.items() for sign in signs}
JAMO = {
    chr(first + n): sound
    for first, sounds in ((0x1100, _INITIALS), (0x11A8, _FINALS))
    for n, sound in enumerate(sounds)
}
"""The consonants of Hangul as NFD takes its syllables apart; the silent ㅇ announces a vowel."""
