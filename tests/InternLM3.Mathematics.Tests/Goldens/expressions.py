"""Random expressions and what an independent implementation says: Python's fractions for exact ones, PARI/GP for approximate ones.

    python3 expressions.py COUNT SEED > expressions.tsv

One line an expression: kind, expression, value. Kinds: exact (a fraction, "p/q"), error (no real value, or division by zero) and
real (a decimal of 38 digits from gp, which must be installed: Debian's pari-gp).
"""
import math
import random
import subprocess
import sys
from fractions import Fraction

count, seed = int(sys.argv[1]), int(sys.argv[2])
r = random.Random(seed)


class Undefined(Exception):
    pass


def number():
    k = r.randrange(6)
    if k < 3:
        n = r.randint(0, [9, 99, 10**12][k])
        return str(n), Fraction(n)
    if k == 3:
        n, places = r.randint(0, 9999), r.randint(1, 4)
        return f"{n // 10**places}.{n % 10**places:0{places}d}", Fraction(n, 10**places)
    if k == 4:
        a, b = r.randint(-50, 50), r.randint(1, 50)
        return f"\\frac{{{a}}}{{{b}}}", Fraction(a, b)
    n, e = r.randint(1, 99), r.randint(-3, 12)
    return f"{n}e{e}", Fraction(n) * Fraction(10) ** e


def whole(v):
    if v.denominator != 1:
        raise Undefined
    return v.numerator


def exact(depth):
    """Text and a function that gives its value or raises Undefined."""
    if depth == 0 or r.random() < 0.1:
        t, v = number()
        return (t if not t.startswith("-") else f"({t})"), (lambda: v)
    k = r.randrange(16)
    a, f = exact(depth - 1)
    if k < 8:
        b, g = exact(depth - 1)
        op = "+-*/+-*\u00d7"[k]
        if op == "+":
            return f"({a} + {b})", lambda: f() + g()
        if op == "-":
            return f"({a} - {b})", lambda: f() - g()
        if op == "/":
            def div():
                d = g()
                if d == 0:
                    raise Undefined
                return f() / d
            return r.choice([f"({a} / ({b}))", f"\\frac{{{a}}}{{{b}}}", f"({a} \u00f7 ({b}))"]), div
        return r.choice([f"({a} * {b})", f"({a} \\cdot {b})", f"({a})({b})", f"({a} \u00d7 {b})"]), lambda: f() * g()
    if k == 8:
        e = r.randint(-4, 6)
        def power():
            v = f()
            if v == 0 and e < 0:
                raise Undefined
            return v ** e
        return r.choice([f"({a})^({e})", f"({a})^{{{e}}}", f"({a})**{e}"]), power
    if k == 9:
        return f"-({a})", lambda: -f()
    if k == 10:
        return r.choice([f"abs({a})", f"\\left|{a}\\right|"]) if "|" not in a else f"abs({a})", lambda: abs(f())
    if k == 11:
        return f"floor({a})", lambda: Fraction(math.floor(f()))
    if k == 12:
        b, g = exact(depth - 1)
        def mod():
            d = g()
            if d == 0:
                raise Undefined
            return f() - d * math.floor(f() / d)
        return f"mod({a}, {b})", mod
    if k == 13:
        b, g = exact(depth - 1)
        return r.choice([(f"gcd({a}, {b})", lambda: Fraction(math.gcd(whole(f()), whole(g())))), (f"lcm({a}, {b})", lambda: Fraction(math.lcm(whole(f()), whole(g()))))])
    if k == 14:
        n = r.randint(0, 40)
        return f"{n}!", lambda: Fraction(math.factorial(n))
    n, m = r.randint(0, 60), r.randint(0, 60)
    return r.choice([f"binomial({n}, {m})", f"\\binom{{{n}}}{{{m}}}"]), lambda: Fraction(math.comb(n, m))


def real(depth):
    """Text for us and for gp."""
    if depth == 0:
        k = r.randrange(5)
        if k == 0:
            return "\\pi", "Pi"
        if k == 1:
            return "e", "exp(1)"
        n, d = r.randint(1, 30), r.randint(1, 9)
        return f"({n}/{d})", f"({n}/{d})"
    k = r.randrange(14)
    a, x = real(depth - 1)
    if k < 4:
        b, y = real(depth - 1)
        return [(f"({a} + {b})", f"({x}+{y})"), (f"({a} - {b})", f"({x}-{y})"), (f"({a} \\cdot {b})", f"({x}*{y})"), (f"\\frac{{{a}}}{{{b}}}", f"(({x})/({y}))")][k]
    if k == 4:
        return f"\\sqrt{{{a}}}", f"sqrt({x})"
    if k == 5:
        n = r.randint(2, 5)
        return f"({a})^{n}", f"(({x})^{n})"
    return [
        (f"sin({a})", f"sin({x})"), (f"cos({a})", f"cos({x})"), (f"atan({a})", f"atan({x})"), (f"\\ln({a})", f"log({x})"), (f"tanh({a})", f"tanh({x})"),
        (f"exp(({a})/10)", f"exp(({x})/10)"), (f"asin(sin({a})/2)", f"asin(sin({x})/2)"), (f"cosh(({a})/20)", f"cosh(({x})/20)"),
    ][k - 6]


reals = []
for i in range(count):
    if i % 4 < 3:
        text, value = exact(r.randint(1, 4))
        try:
            v = value()
            if max(v.numerator.bit_length(), v.denominator.bit_length()) < 3000:
                print("exact", text, f"{v.numerator}/{v.denominator}", sep="\t")
        except Undefined:
            print("error", text, "", sep="\t")
        except OverflowError:
            pass
    else:
        reals.append(real(r.randint(1, 4)))

# What is complex or undefined there is left out; tan-like poles and huge powers are what the error bounds are for.
program = "default(realprecision,60);show(f)=iferr(my(v=f());if(type(v)==\"t_COMPLEX\",print(\"complex\"),print(strprintf(\"%.38g\",v*1.))),E,print(\"undefined\"));\n"
program += "".join(f"show(()->{gp})\n" for _, gp in reals)
answers = subprocess.run(["gp", "-q", "-f", "-s", "256000000"], input=program, capture_output=True, text=True, check=True).stdout.split("\n")
for (text, _), answer in zip(reals, answers):
    answer = answer.replace(" ", "")
    if answer not in ("complex", "undefined"):
        print("real", text, answer, sep="\t")
