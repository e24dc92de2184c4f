namespace InternLM3.Evaluation.Grading;

/// <summary>A judge's verdict about an answer.</summary>
internal enum JudgeRuling
{
    /// <summary>The reply has no verdict.</summary>
    None,

    /// <summary>A: the answer is right.</summary>
    Right,

    /// <summary>B or C: the answer is wrong or missing.</summary>
    Wrong,
}
