using InternLM3.Sampling;

namespace InternLM3.Configuration;

/// <summary>Stop tokens and sampling defaults, from a checkpoint's <c>generation_config.json</c>.</summary>
internal sealed record GenerationConfig
{
    /// <summary>The stop tokens the file names.</summary>
    public required IReadOnlyList<int> EosTokenIds { get; init; }

    /// <summary>The file's sampling; what it leaves out is the model card's.</summary>
    public required SamplingOptions Sampling { get; init; }

    /// <summary>Reads the file; a folder without one gives no stop tokens and the model card's sampling.</summary>
    public static GenerationConfig Load(string folder)
    {
        var path = Path.Combine(folder, ModelFolder.GenerationConfig);
        if (!File.Exists(path))
        {
            return new GenerationConfig { EosTokenIds = [], Sampling = SamplingOptions.ModelCard };
        }

        var file = ConfigFile.Read(path);
        var card = SamplingOptions.ModelCard;
        var sampling = new SamplingOptions
        {
            Temperature = file.FindBoolean("do_sample") == false ? 0 : (float?)file.FindNumber("temperature") ?? card.Temperature,
            TopK = file.FindInteger("top_k") ?? card.TopK,
            TopP = (float?)file.FindNumber("top_p") ?? card.TopP,
            MinP = (float?)file.FindNumber("min_p") ?? card.MinP,
            RepetitionPenalty = (float?)file.FindNumber("repetition_penalty") ?? card.RepetitionPenalty,
        };
        return new GenerationConfig { EosTokenIds = file.Integers("eos_token_id"), Sampling = sampling };
    }
}
