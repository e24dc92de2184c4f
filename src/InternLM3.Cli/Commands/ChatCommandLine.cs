using System.CommandLine;
using System.CommandLine.Parsing;
using InternLM3.Chat;
using InternLM3.Cli.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Commands;

/// <summary>The options of <c>internlm3 chat</c>, and their values.</summary>
internal sealed class ChatCommandLine
{
    private readonly Option<string> _model = ModelSelection.CreateOption();
    private readonly Option<string?> _prompt = new("--prompt", "-p")
    {
        Description = "Answer this and end; without it, hold a conversation, one line a turn.",
    };
    private readonly Option<string?> _system = new("--system") { Description = "The system prompt." };
    private readonly AnswerSelection _answer = new("Default: the model's.", "The same seed gives the same answer.");
    private readonly Option<float?> _topP = new("--top-p") { Description = "Keep the most likely tokens up to this probability." };
    private readonly Option<int?> _topK = new("--top-k") { Description = "Keep the most likely so many tokens; 0 keeps all." };
    private readonly Option<string[]> _stop = new("--stop")
    {
        Description = "Ends the answer before this text; may be given several times.",
    };
    private readonly Option<FileInfo?> _schema = new("--schema")
    {
        Description = "A file with a JSON schema; the answer is JSON that conforms to it.",
    };
    private readonly Option<FileInfo?> _tools = new("--tools")
    {
        Description = "A JSON file with an array of {name, description, parameters}: functions the model may call. "
            + "A call ends the turn, unless there is a result.",
    };

    private readonly Option<string?> _toolChoice = new("--tool-choice")
    {
        Description = "auto: the model decides; none: offer no tools; required: the first answer is a call; "
            + "or the name of the tool to call first. Default: auto.",
    };

    private readonly Option<FileInfo?> _toolResults = new("--tool-results")
    {
        Description = "A JSON file with results, with which the turn goes on until an answer without calls: "
            + "an object from a tool's name to the result of its calls, "
            + "or an array whose entries are used up in order. Without it, a terminal asks for each result.",
    };

    private readonly Option<int?> _logprobs = new("--logprobs")
    {
        Description = "Report each token's log-probability and so many alternatives, 0 to 20; needs --json.",
    };
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object, with reasoning apart from the answer; needs --prompt.",
    };

    /// <summary>Adds the options to the command, and the checks of which options need others.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [_model, _prompt, _system, _topP, _topK, _stop, _schema, _tools, _toolChoice, _toolResults, _logprobs, _json];
        foreach (var option in all)
        {
            command.Add(option);
        }

        _answer.AddTo(command);
        Require(command, _json, _prompt);
        Require(command, _logprobs, _json);
        Require(command, _toolChoice, _tools);
        Require(command, _toolResults, _tools);
    }

    /// <summary>Reads a command line and the files it names.</summary>
    /// <exception cref="InternLM3Exception">A file has the wrong content.</exception>
    public async Task<ChatArguments> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(_json);
        var options = new ChatOptions
        {
            Instructions = parsed.GetValue(_system),
            Temperature = _answer.Temperature(parsed),
            TopP = parsed.GetValue(_topP),
            TopK = parsed.GetValue(_topK),
            MaxOutputTokens = _answer.MaxTokens(parsed),
            Seed = _answer.Seed(parsed),
            StopSequences = parsed.GetValue(_stop),
            Reasoning = _answer.Effort(parsed) is { } effort ? new() { Effort = effort, Output = ReasoningOutput.Full } : null,
            AdditionalProperties = json ? new() { [ChatOptionKeys.ReturnTokenIds] = true } : null,
        };
        if (parsed.GetValue(_logprobs) is { } logprobs)
        {
            options.AdditionalProperties![ChatOptionKeys.Logprobs] = logprobs;
        }

        if (parsed.GetValue(_schema) is { } schema)
        {
            options.ResponseFormat =
                ChatResponseFormat.ForJsonSchema(await JsonFile.ReadAsync(schema, cancellationToken).ConfigureAwait(false));
        }

        if (parsed.GetValue(_tools) is { } tools)
        {
            options.Tools = [.. await ToolsFile.ReadAsync(tools, cancellationToken).ConfigureAwait(false)];
            options.ToolMode = ModeOf(parsed.GetValue(_toolChoice), options.Tools);
        }

        var results = parsed.GetValue(_toolResults) is { } file
            ? await ToolResults.ReadAsync(file, cancellationToken).ConfigureAwait(false)
            : null;
        return new ChatArguments(parsed.GetValue(_model)!, parsed.GetValue(_prompt), json, options, results);
    }

    private void Require(Command command, Option option, Option needed) => command.Validators.Add(result =>
    {
        if (IsGiven(result, option) && !IsGiven(result, needed))
        {
            result.AddError($"{option.Name} needs {needed.Name}.");
        }
    });

    /// <summary>Whether an option is given; a flag given as false counts as not given.</summary>
    private bool IsGiven(CommandResult result, Option option) =>
        option == _json ? result.GetValue(_json) : result.GetResult(option) is { Implicit: false };

    private static ChatToolMode ModeOf(string? choice, IEnumerable<AITool> tools) => choice switch
    {
        null or "auto" => ChatToolMode.Auto,
        "none" => ChatToolMode.None,
        "required" => ChatToolMode.RequireAny,
        _ when tools.Any(tool => tool.Name == choice) => ChatToolMode.RequireSpecific(choice),
        _ => throw new UnsupportedOptionException("--tool-choice",
            $"\"{choice}\" is neither auto, none or required nor the name of a tool of --tools."),
    };
}
