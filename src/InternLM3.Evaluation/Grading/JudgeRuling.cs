namespace InternLM3.Evaluation.Grading;

/// <summary>What a judge says of an answer.</summary>
internal enum JudgeRuling
{
    /// <summary>Nothing: the reply holds no verdict.</summary>
    None,

    /// <summary>A: it is right.</summary>
    Right,

    /// <summary>B or C: it is wrong, or there is none.</summary>
    Wrong,
}
