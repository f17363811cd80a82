"""What a LaTeX text says in plain letters, by latexcodec and the few commands it does not know."""

import codecs

import latexcodec  # noqa: F401, registers the codec

COMMANDS = {
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\textbackslash{}": "\\",
    r"\$": "$",
    r"\{": "{",
    r"\}": "}",
    "<{}": "<",
    ">{}": ">",
    "|{}": "|",
}


def plain(text):
    """Braces that only hold something together are left out, those that are meant stay."""
    for at, command in enumerate(COMMANDS):
        text = text.replace(command, chr(0xE000 + at))
    text = codecs.decode(text, "ulatex").replace("{", "").replace("}", "")
    for at, letter in enumerate(COMMANDS.values()):
        text = text.replace(chr(0xE000 + at), letter)
    return " ".join(text.split())
