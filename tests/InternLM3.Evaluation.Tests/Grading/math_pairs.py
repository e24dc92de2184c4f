"""Judges the numbers and expressions of math-pairs.tsv with sympy. Prints one line for each pair: equal, different or - (not read), a tab, its number."""
import re
import sys

import sympy
from sympy.parsing.sympy_parser import implicit_multiplication_application, parse_expr, rationalize, standard_transformations

CATEGORIES = {"integers", "fractions", "mixed numbers", "decimals", "thousands", "roots", "pi and e", "trigonometry", "logarithms", "polynomials", "complex", "scientific notation", "various"}
TRANSFORMATIONS = standard_transformations + (implicit_multiplication_application, rationalize)
FUNCTIONS = "arcsin|arccos|arctan|sinh|cosh|tanh|sin|cos|tan|sec|csc|cot|ln|exp"


def group(text, at):
    """The group or single character at a place, and where it ends."""
    while at < len(text) and text[at] == " ":
        at += 1
    if at < len(text) and text[at] == "{":
        depth, end = 1, at + 1
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        return text[at + 1:end - 1], end
    return text[at:at + 1], at + 1


def replace(text, command, count, form):
    while (at := text.find(command)) >= 0:
        end, arguments = at + len(command), []
        for _ in range(count):
            argument, end = group(text, end)
            arguments.append(argument)
        text = text[:at] + form.format(*arguments) + text[end:]
    return text


def read(text, positive):
    if re.search(r"^0\d|\d\s+\d{3}|\d\\,|^\(\d+,|sinx", text):
        return None
    text = text.strip().strip("$").rstrip(".").replace("−", "-").replace("\\left", "").replace("\\right", "")
    text = re.sub(r"\\[dtc]frac", r"\\frac", text).replace("π", "\\pi").replace("\\,", " ").replace("\\;", " ").replace("\\!", "")
    text = re.sub(r"(?<=\d)\{,\}(?=\d{3})|(?<=\d),(?=\d{3}(?!\d))", "", text).replace("\\times", "*").replace("\\cdot", "*").replace("\\div", "/").replace("**", "^")
    text = re.sub(r"\\frac(\d)(\d)", r"\\frac{\1}{\2}", text)
    text = re.sub(r"(?<![\d^])(\d+)\s*\\frac\{(\d+)\}\{(\d+)\}", lambda m: f"({m[1]}+({m[2]})/({m[3]}))" if int(m[2]) < int(m[3]) else m[0], text)
    text = re.sub(r"^(-?)(\d+) (\d+)/(\d+)$", r"\1(\2+\3/\4)", text)
    text = re.sub(r"(\d)\^\\circ|(\d)\^\{\\circ\}", lambda m: f"{m[1] or m[2]}*\\pi/180", text) if "\\sin" in text or "\\cos" in text or "\\tan" in text else text
    text = re.sub(r"\\sqrt\s*(\d+)", r"\\sqrt{\1}", text)
    for _ in range(4):
        text = replace(text, "\\frac", 2, "(({0})/({1}))")
    while (root := re.search(r"\\sqrt\[(\d+)\]", text)) is not None:
        inner, end = group(text, root.end())
        text = text[:root.start()] + f"real_root({inner},{root[1]})" + text[end:]
    text = replace(text, "\\sqrt", 1, " sqrt({0})")
    text = replace(text.replace("\\dbinom", "\\binom"), "\\binom", 2, "binomial({0},{1})")
    text = re.sub(rf"\\({FUNCTIONS})\^\{{-1\}}", r"\\arc\1", text)
    text = re.sub(rf"\\({FUNCTIONS})\^(\d)\s*(\w+)", r"(\1(\3))^\2", text)
    text = re.sub(r"\\log_\{?(\w+)\}?\s*\(?(\w+)\)?", r"log(\2,\1)", text)
    text = re.sub(rf"\\({FUNCTIONS})\s*(?=\()", r" \1", text)
    text = re.sub(rf"\\({FUNCTIONS})\s*((?:\d*\*?\\pi/?\d*)|\w+\*\\pi/180|\d*[a-z](?:\^\d)?|\d+)", r" \1(\2)", text)
    text = text.replace("\\pi", " pi ").replace("{", "(").replace("}", ")").replace("^", "**")
    text = re.sub(r"\|([^|]+)\|", r" Abs(\1)", text)
    text = re.sub(r"\barc(sin|cos|tan)\b", r"a\1", text)
    text = re.sub(r"(\)|\w)!", lambda m: m[0], text)
    if re.search(r"[\\,=<>\[\]%$_;:]|[A-Z]|[^\x00-\x7f]", re.sub(r"Abs|log\(\w+,\w+\)|binomial\([^()]*\)|real_root\([^()]*\)", "", text)) or re.search(r"[a-z]{2,}", re.sub(rf"{FUNCTIONS}|asin|acos|atan|sqrt|pi|log|binomial|real_root|Abs|bs", "", text)):
        return None
    names = {letter: sympy.Symbol(letter, positive=True) if positive else sympy.Symbol(letter, real=True) for letter in "abcdfghjklmnopqrstuvwxyz"}
    names |= {"e": sympy.E, "i": sympy.I, "pi": sympy.pi, "real_root": sympy.real_root, "ln": sympy.log}
    return parse_expr(text, names, TRANSFORMATIONS)


def equal(a, b):
    difference = a - b
    if difference.is_Rational:
        return difference == 0
    if not difference.free_symbols:
        return abs(sympy.N(difference, 60)) < sympy.Float("1e-45", 60) * (1 + abs(sympy.N(a, 60)))
    if sympy.simplify(difference) == 0 or sympy.simplify(sympy.expand_func(sympy.expand(difference, trig=True, log=True))) == 0:
        return True
    point = {symbol: sympy.Rational(7 + 4 * i, 5) for i, symbol in enumerate(sorted(difference.free_symbols, key=str))}
    return False if abs(sympy.N(difference.subs(point), 40)) > sympy.Float("1e-20", 40) else None


def rounded(a, b):
    """One is a decimal of six digits or more: the table counts a rounded number as equal, sympy does not."""
    return bool(re.search(r"\.\d{6,}", a)) != bool(re.search(r"\.\d{6,}", b))


def verdict(category, a, b):
    if category not in CATEGORIES or rounded(a, b):
        return "-"
    try:
        x, y = read(a, category == "logarithms"), read(b, category == "logarithms")
        same = None if x is None or y is None else equal(x, y)
        same = same if same is None else bool(same)
    except Exception:
        return "-"
    return "-" if same is None else "equal" if same else "different"


with open(sys.argv[1], encoding="utf-8") as table:
    next(table)
    for number, line in enumerate(table):
        columns = line.rstrip("\n").split("\t")
        print(f"{verdict(columns[0], columns[2], columns[3])}\t{number}")
