namespace InternLM3.Download;

/// <summary>Where a repository is downloaded from.</summary>
public enum ModelHub
{
    /// <summary>Hugging Face, or a mirror of it (<c>HF_ENDPOINT</c>). InternLM3's repositories begin with <c>internlm/</c>.</summary>
    HuggingFace,

    /// <summary>ModelScope. InternLM3's repositories begin with <c>Shanghai_AI_Laboratory/</c>.</summary>
    ModelScope,
}
