using System.Collections.Frozen;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Commands and words with a meaning, and their tokens.</summary>
internal static class Vocabulary
{
    /// <summary>Layout commands, which are ignored.</summary>
    public static readonly FrozenSet<string> Layout = Set(
        "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm middle displaystyle textstyle scriptstyle "
        + "limits nolimits quad qquad thinspace rm bf it mathopen mathclose nonumber vec hat widehat tilde widetilde dot ddot underline "
        + "overrightarrow overleftrightarrow mathcal mathfrak mathscr boldsymbol bm pmb overline bar smash ensuremath cancel hspace "
        + "allowbreak");

    /// <summary>Commands whose group has words.</summary>
    public static readonly FrozenSet<string> Words = Set("text textbf textit textrm textsf texttt textnormal mbox hbox emph fbox");

    /// <summary>Commands whose group has upright letters: a function, a unit, or a name.</summary>
    public static readonly FrozenSet<string> Upright = Set("mathrm operatorname mathbf mathit mathsf mathtt mathop");

    /// <summary>Names of functions, as commands and as words.</summary>
    public static readonly FrozenSet<string> Functions = Set(
        "sin cos tan cot sec csc arcsin arccos arctan arccot asin acos atan sinh cosh tanh coth arcsinh arccosh arctanh asinh acosh "
        + "atanh log ln lg exp gcd lcm max min sqrt abs floor ceil sgn cis binom frac cbrt");

    private static readonly FrozenDictionary<string, AnswerToken> s_commands = Commands();

    private static readonly FrozenDictionary<string, AnswerToken> s_words = new Dictionary<string, AnswerToken>
    {
        ["pi"] = Symbol("pi"), ["inf"] = Symbol("∞"), ["infinity"] = Symbol("∞"), ["infty"] = Symbol("∞"), ["oo"] = Symbol("∞"),
        ["and"] = new(AnswerTokenKind.Separator, "and", true), ["or"] = new(AnswerTokenKind.Separator, "or", true),
        ["union"] = Operator("∪"), ["theta"] = Symbol("theta"), ["alpha"] = Symbol("alpha"), ["beta"] = Symbol("beta"),
        ["gamma"] = Symbol("gamma"), ["lambda"] = Symbol("lambda"), ["phi"] = Symbol("phi"), ["omega"] = Symbol("omega"),
        ["delta"] = Symbol("delta"), ["sigma"] = Symbol("sigma"), ["mu"] = Symbol("mu"), ["pm"] = Operator("±"),
    }.ToFrozenDictionary();

    // Spellings of one function.
    private static readonly FrozenDictionary<string, string> s_synonyms = new Dictionary<string, string>
    {
        ["asin"] = "arcsin", ["acos"] = "arccos", ["atan"] = "arctan", ["asinh"] = "arcsinh",
        ["acosh"] = "arccosh", ["atanh"] = "arctanh", ["dfrac"] = "frac", ["tfrac"] = "frac",
        ["cfrac"] = "frac", ["dbinom"] = "binom", ["tbinom"] = "binom", ["log"] = "ln", ["nicefrac"] = "frac", ["sfrac"] = "frac",
    }.ToFrozenDictionary();

    /// <summary>The token of a command, given without its backslash; an unknown command is a symbol of its own.</summary>
    public static AnswerToken Command(string name) => s_commands.TryGetValue(name, out var token) ? token
        : Functions.Contains(name) || s_synonyms.ContainsKey(name) ? Function(name)
        : Symbol("\\" + name);

    /// <summary>The token of a word with a meaning; null for other words.</summary>
    public static AnswerToken? Word(string word) =>
        s_words.TryGetValue(word, out var token) ? token : Functions.Contains(word) ? Function(word) : null;

    /// <summary>The function at the start of a word such as "sinx" or "lnx", before one or two letters; null for other words.</summary>
    public static string? LeadingFunction(string word)
    {
        foreach (var name in (ReadOnlySpan<string>)["sin", "cos", "tan", "ln", "log", "sqrt", "exp"])
        {
            if (word.StartsWith(name, StringComparison.Ordinal) && word.Length - name.Length is 1 or 2)
            {
                return name;
            }
        }

        return null;
    }

    // sympy, and so math-verify, reads \log as the natural logarithm.
    private static AnswerToken Function(string name) => new(AnswerTokenKind.Function, s_synonyms.GetValueOrDefault(name, name), false);

    private static AnswerToken Symbol(string name) => new(AnswerTokenKind.Symbol, name, false);

    private static AnswerToken Operator(string text) => new(AnswerTokenKind.Operator, text, false);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, AnswerToken> Commands()
    {
        var commands = new Dictionary<string, AnswerToken>(StringComparer.Ordinal);
        Add(
            AnswerTokenKind.Operator,
            "cdot * times * ast * div / pm ± mp ∓ cup ∪ bigcup ∪ cap ∩ setminus \\ backslash \\ emptyset ∅ varnothing ∅ degree ° deg ° "
            + "langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | vert | mid | lVert | rVert | Vert | "
            + "lbrace \\{ rbrace \\} lbrack [ rbrack ] lparen ( rparen ) colon : prime '");
        Add(
            AnswerTokenKind.Relation,
            "le ≤ leq ≤ leqslant ≤ leqq ≤ ge ≥ geq ≥ geqslant ≥ geqq ≥ lt < gt > ne ≠ neq ≠ in ∈ equiv ≡ approx ≈ eq = sim ~ "
            + "to → rightarrow → mapsto → implies → Rightarrow → iff ⇔ subset ⊂ subseteq ⊆ perp ⊥ parallel ∥");
        Add(AnswerTokenKind.Symbol, "infty ∞ pi pi varphi phi varepsilon epsilon vartheta theta ldots … cdots … dots … ell l imath i");
        Add(AnswerTokenKind.Separator, "land and wedge and lor or vee or");
        const string Greek = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi "
            + "omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega";
        foreach (var greek in Greek.Split(' '))
        {
            commands[greek] = Symbol(greek);
        }

        return commands.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(AnswerTokenKind kind, string pairs)
        {
            foreach (var pair in pairs.Split(' ').Chunk(2))
            {
                commands[pair[0]] = new AnswerToken(kind, pair[1], kind == AnswerTokenKind.Separator);
            }
        }
    }
}
