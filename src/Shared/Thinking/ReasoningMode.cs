namespace InternLM3.Thinking;

/// <summary>How a thinking model's output is split; its reasoning is ordinary text.</summary>
internal enum ReasoningMode
{
    /// <summary>Nothing is split: everything is the answer.</summary>
    Whole,

    /// <summary>Everything comes out, as reasoning or as answer; <see cref="AnswerSplitter"/> says which is which.</summary>
    Split,

    /// <summary>Only the answer comes out.</summary>
    AnswerOnly,
}
