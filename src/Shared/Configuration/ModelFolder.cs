namespace InternLM3.Configuration;

/// <summary>The names of the files in a model folder (what conversion writes and everything loads) and in a checkpoint.</summary>
internal static class ModelFolder
{
    /// <summary>Our graph: rows of logits on demand, rotary tables as inputs.</summary>
    public const string EngineGraph = "engine.onnx";

    /// <summary>The graph for other runtimes, with ONNX Runtime GenAI's interface.</summary>
    public const string PortableGraph = "model.onnx";

    /// <summary>ONNX Runtime GenAI's configuration.</summary>
    public const string GenAIConfig = "genai_config.json";

    /// <summary>The tokenizer as Hugging Face's tokenizers library reads it.</summary>
    public const string TokenizerJson = "tokenizer.json";

    /// <summary>The weights of every graph in the folder.</summary>
    public const string Weights = "model.onnx.data";

    /// <summary>What the folder was made from, with which settings, and the hashes of its files.</summary>
    public const string Manifest = "internlm3.manifest.json";

    /// <summary>The architecture's numbers, as the checkpoint has them.</summary>
    public const string Config = "config.json";

    /// <summary>Stop tokens and sampling defaults, as the checkpoint has them.</summary>
    public const string GenerationConfig = "generation_config.json";

    /// <summary>The SentencePiece model.</summary>
    public const string TokenizerModel = "tokenizer.model";

    /// <summary>Added tokens and the flags of the tokenizer.</summary>
    public const string TokenizerConfig = "tokenizer_config.json";

    /// <summary>The roles of special tokens.</summary>
    public const string SpecialTokensMap = "special_tokens_map.json";
}
