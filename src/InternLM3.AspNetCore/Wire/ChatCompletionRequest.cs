using System.Text.Json;

namespace InternLM3.AspNetCore.Wire;

/// <summary>The body of POST /v1/chat/completions.</summary>
internal sealed record ChatCompletionRequest : GenerationFields
{
    /// <summary>The conversation, or a string that stands for one user message, as LMDeploy has it.</summary>
    public JsonElement? Messages { get; init; }

    public bool? Logprobs { get; init; }

    public int? TopLogprobs { get; init; }

    public IReadOnlyList<ToolDefinition>? Tools { get; init; }

    /// <summary>none, auto, required, or an object that names a function or the allowed ones.</summary>
    public JsonElement? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    public ResponseFormat? ResponseFormat { get; init; }

    public string? ReasoningEffort { get; init; }

    public bool? EnableThinking { get; init; }

    public ChatTemplateKwargs? ChatTemplateKwargs { get; init; }
}
