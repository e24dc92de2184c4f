using System.CommandLine;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli;

/// <summary>
/// The options for generating answers: <c>--think</c>, <c>--temperature</c>, <c>--max-tokens</c> and <c>--seed</c>.
/// </summary>
/// <param name="temperature">The sentence in the help about the default temperature.</param>
/// <param name="seed">The help text of the seed.</param>
internal sealed class AnswerSelection(string temperature, string seed)
{
    private readonly Option<string?> _think = new("--think")
    {
        Description = "Think first, --think=low, medium, high or xhigh; alone it is high.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "low|medium|high|xhigh",
    };

    private readonly Option<float?> _temperature = new("--temperature")
    {
        Description = $"0 always takes the most likely token. {temperature}",
    };
    private readonly Option<int?> _maxTokens = new("--max-tokens")
    {
        Description = "The most tokens of an answer. Default: what is left of the context; in thinking mode its budget.",
    };
    private readonly Option<long?> _seed = new("--seed") { Description = seed };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _think.AcceptOnlyFromAmong("low", "medium", "high", "xhigh");
        command.Add(_think);
        command.Add(_temperature);
        command.Add(_maxTokens);
        command.Add(_seed);
    }

    /// <summary>How long to think; null without thinking.</summary>
    public ReasoningEffort? Effort(ParseResult parsed) => parsed.GetResult(_think) is null ? null : parsed.GetValue(_think) switch
    {
        "low" => ReasoningEffort.Low,
        "medium" => ReasoningEffort.Medium,
        "xhigh" => ReasoningEffort.ExtraHigh,
        _ => ReasoningEffort.High,
    };

    /// <summary>The temperature, or null when not given.</summary>
    public float? Temperature(ParseResult parsed) => parsed.GetValue(_temperature);

    /// <summary>The most tokens of an answer, or null when not given.</summary>
    public int? MaxTokens(ParseResult parsed) => parsed.GetValue(_maxTokens);

    /// <summary>The seed, or null when not given.</summary>
    public long? Seed(ParseResult parsed) => parsed.GetValue(_seed);
}
