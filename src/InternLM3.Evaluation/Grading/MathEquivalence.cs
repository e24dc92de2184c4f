namespace InternLM3.Evaluation.Grading;

/// <summary>Mathematical equivalence of two answers.</summary>
public static class MathEquivalence
{
    /// <summary>True when the two are the same answer.</summary>
    public static bool Equal(string prediction, string target) => prediction.Trim() == target.Trim();
}
