namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Kinds of tokens.</summary>
internal enum AnswerTokenKind
{
    End,

    /// <summary>Digits with at most one point.</summary>
    Number,

    /// <summary>A variable, or any command without a meaning here.</summary>
    Symbol,

    /// <summary>A named function such as <c>sin</c>, or a command that takes arguments, such as <c>frac</c>.</summary>
    Function,

    /// <summary>An operator or a bracket; its text says which.</summary>
    Operator,

    /// <summary>A relation: = ≠ &lt; ≤ &gt; ≥ ∈ ≡.</summary>
    Relation,

    /// <summary>A comma, a semicolon, "and" or "or" between answers.</summary>
    Separator,

    /// <summary>A unit of measure, in its canonical spelling.</summary>
    Unit,

    /// <summary>Words.</summary>
    Text,

    /// <summary>The beginning or end of an environment such as a matrix.</summary>
    Environment,
}
