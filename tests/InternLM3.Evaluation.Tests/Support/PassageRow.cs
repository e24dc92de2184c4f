namespace InternLM3.Evaluation.Tests.Support;

#pragma warning disable IDE1006 // The names are the columns of Hugging Face's DROP.

/// <summary>A row of DROP as Hugging Face has it.</summary>
public sealed class PassageRow
{
    public string? passage { get; set; }

    public int? n { get; set; }

    public Spans? answers_spans { get; set; }

    public sealed class Spans
    {
        public List<string>? spans { get; set; }

        public List<string>? types { get; set; }
    }
}
