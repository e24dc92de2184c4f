namespace InternLM3.Evaluation.Tests.Support;

#pragma warning disable IDE1006 // The names are the columns of Hugging Face's MMLU.

/// <summary>A row of MMLU as Hugging Face has it.</summary>
public sealed class ChoiceRow
{
    public string? question { get; set; }

    public string? subject { get; set; }

    public List<string>? choices { get; set; }

    public long answer { get; set; }
}
