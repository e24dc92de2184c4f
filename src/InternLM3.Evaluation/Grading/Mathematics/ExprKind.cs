namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>What a node of an answer is.</summary>
internal enum ExprKind
{
    // Scalars.
    Number,
    Symbol,
    Infinity,
    Add,
    Multiply,
    Divide,
    Negate,
    Power,
    Function,
    Percent,
    Degree,

    /// <summary>A number with a unit or a word after it; the name is the unit.</summary>
    Unit,

    /// <summary>Digits in a base: the name holds the digits, the first argument the base.</summary>
    Based,

    /// <summary>a : b : c.</summary>
    Ratio,

    /// <summary>a ± b or ∓, by the name; one argument as a sign.</summary>
    PlusMinus,

    // Structures.

    /// <summary>Two or more in order; the name holds the two brackets, so intervals are tuples too.</summary>
    Tuple,
    Set,

    /// <summary>Answers side by side; the name is "or" when the word stands between them.</summary>
    List,
    Union,
    Intersection,
    Difference,

    /// <summary>The arguments are rows, each a tuple.</summary>
    Matrix,

    /// <summary>A chain; the name holds one character for each relation.</summary>
    Relation,
    Text,
}
