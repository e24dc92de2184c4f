namespace InternLM3.Remote;

/// <summary>Which server answers: the dialect of its OpenAI-compatible API.</summary>
public enum RemoteServer
{
    /// <summary>This library's own server: thinking, tools and formats as in process.</summary>
    InternLM3,

    /// <summary>LMDeploy's <c>api_server</c>, 0.10 or later, whose template for InternLM3 knows neither tools nor thinking.</summary>
    LMDeploy,

    /// <summary>vLLM's OpenAI-compatible server.</summary>
    Vllm,
}
