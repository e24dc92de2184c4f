namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Kinds of nodes of an answer's expression.</summary>
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

    /// <summary>Digits in a base: the name has the digits, the first argument is the base.</summary>
    Based,

    /// <summary>a : b : c.</summary>
    Ratio,

    /// <summary>a ± b or a ∓ b, by the name; with one argument it is a sign.</summary>
    PlusMinus,

    // Structures.

    /// <summary>Values in order; the name has the two brackets, so intervals are tuples too.</summary>
    Tuple,
    Set,

    /// <summary>Answers side by side; the name is "or" when they are joined by that word.</summary>
    List,
    Union,
    Intersection,
    Difference,

    /// <summary>The arguments are rows, each a tuple.</summary>
    Matrix,

    /// <summary>A chain of relations; the name has one character for each.</summary>
    Relation,
    Text,
}
