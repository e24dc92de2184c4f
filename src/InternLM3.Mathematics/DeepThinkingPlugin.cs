using System.ComponentModel;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace InternLM3.Mathematics;

/// <summary>
/// InternLM3's thinking mode as one function, so that an agent on any model can delegate a hard problem. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A wrong call by the model (no problem, an unknown effort) and a missing answer are errors in the result, not exceptions: function
/// invocation hides an exception's message from the model, which then cannot correct its call.
/// </remarks>
public sealed class DeepThinkingPlugin
{
    private static readonly Dictionary<string, ReasoningEffort> s_efforts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["low"] = ReasoningEffort.Low,
        ["medium"] = ReasoningEffort.Medium,
        ["high"] = ReasoningEffort.High,
        ["extra_high"] = ReasoningEffort.ExtraHigh,
    };

    private readonly IChatClient _client;
    private readonly ChatOptions _options;

    /// <summary>Creates the plugin over a client of InternLM3, which stays the caller's to dispose.</summary>
    /// <param name="client">An <see cref="InternLM3ChatClient"/>, with or without middleware around it.</param>
    /// <param name="options">Sampling, length and the like; null for the model's defaults. Its reasoning options are set here.</param>
    /// <exception cref="UnsupportedOptionException">The client is another model's, whose thinking is switched on in other ways.</exception>
    public DeepThinkingPlugin(IChatClient client, ChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client.GetService<InternLM3ChatClient>() is null)
        {
            throw new UnsupportedOptionException(nameof(client),
                $"a {client.GetType().Name} does not lead to an InternLM3ChatClient, whose thinking mode this plugin uses; give it one.");
        }

        _client = client;
        _options = options?.Clone() ?? new ChatOptions();
    }

    /// <summary>Thinks a problem through.</summary>
    /// <param name="problem">The whole problem; the conversation is not sent along.</param>
    /// <param name="effort">
    /// <c>low</c>, <c>medium</c>, <c>high</c> or <c>extra_high</c>: the tokens the thinking prompt grants
    /// (<see cref="ThinkingPrompt.BudgetFor"/>).
    /// </param>
    /// <param name="cancellationToken">Stops the model.</param>
    [KernelFunction("solve")]
    [Description("Thinks a hard mathematics or logic problem through, step by step, and returns the final answer with its working.")]
    public async Task<DeepThinkingResult> SolveAsync(
        [Description("The complete problem in words or formulas, with every number and condition it needs.")] string problem,
        [Description("How long to think: low, medium, high or extra_high.")] string effort = "high",
        CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(problem))
        {
            return new DeepThinkingResult { Error = "problem: is empty; give the whole problem as text." };
        }

        if (effort is null || !s_efforts.TryGetValue(effort, out var chosen))
        {
            return new DeepThinkingResult { Error = $"effort: \"{effort}\" is not known; use one of {string.Join(", ", s_efforts.Keys)}." };
        }

        var options = _options.Clone();
        options.Reasoning = new ReasoningOptions { Effort = chosen, Output = ReasoningOutput.Full };
        try
        {
            return Read(await _client.GetResponseAsync(problem, options, cancellationToken).ConfigureAwait(false));
        }
        catch (InternLM3Exception e)
        {
            return new DeepThinkingResult { Error = e.Message };
        }
    }

    /// <summary>The function <c>solve</c> as a tool of Microsoft.Extensions.AI.</summary>
    public IReadOnlyList<AITool> AsAITools() => [AIFunctionFactory.Create(SolveAsync, name: "solve")];

    private static DeepThinkingResult Read(ChatResponse response)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToArray();
        var answer = string.Concat(contents.OfType<TextContent>().Select(content => content.Text));
        var working = string.Concat(contents.Select(content => content switch
        {
            TextReasoningContent reasoning => reasoning.Text,
            TextContent text => text.Text,
            _ => "",
        }));
        var result = new DeepThinkingResult { Working = working, TokensUsed = response.Usage?.OutputTokenCount ?? 0 };
        return response.FinishReason == ChatFinishReason.Length
            ? result with
            {
                Error = $"The thinking was cut off after {result.TokensUsed} tokens, before an answer; "
                    + "allow more tokens (MaxOutputTokens, ContextLength) or ask for less.",
            }
            : result with { Answer = BoxedAnswer.TryExtract(answer, out var boxed) ? boxed : answer.Trim() };
    }
}
