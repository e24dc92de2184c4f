using System.CommandLine;
using InternLM3.Evaluation;
using InternLM3.Remote;

namespace InternLM3.Cli.Eval;

/// <summary>The options of <c>internlm3 eval</c>, and their values.</summary>
internal sealed class EvalCommandLine
{
    // As with serve, a key in the environment is not visible in the list of processes.
    private const string KeyVariable = "INTERNLM3_API_KEY", JudgeKeyVariable = "INTERNLM3_JUDGE_API_KEY";

    private readonly Option<string?> _task = new("--task")
    {
        Description = $"The benchmark: {string.Join(", ", EvaluationTasks.All.Select(task => task.Name))}.",
    };
    private readonly Option<string?> _data = new("--data")
    {
        Description = "Its data: a .jsonl, .json, .csv, .tsv or .parquet file, or a folder of them. Nothing is downloaded.",
    };
    private readonly Option<string?> _examples = new("--examples")
    {
        Description = "The split whose answers may be shown, for few-shot settings.",
    };
    private readonly Option<string> _model = ModelSelection.CreateOption();
    private readonly Option<int?> _context = new("--context")
    {
        Description = "Tokens the model in process can hold, prompt and answer together. Default: its own, at most 8192.",
    };
    private readonly Option<string?> _remote = new("--remote")
    {
        Description = "A server with OpenAI's API instead of a model in process, for example http://localhost:23333/v1. "
            + $"Its key, if it wants one: {KeyVariable} in the environment.",
    };
    private readonly Option<string?> _remoteModel = new("--remote-model")
    {
        Description = "The model's name on the server. Default: the first it lists.",
    };
    private readonly Option<string?> _server = new("--server")
    {
        Description = "Which server it is: internlm3, lmdeploy or vllm. Default: internlm3.",
    };
    private readonly AnswerSelection _answer = new("Default: 0.", "What questions are drawn and answers sampled with. Default: 0.");
    private readonly Option<bool> _tools = new("--tools")
    {
        Description = "Offer the benchmark's functions (arithmetic-tiny: a calculator).",
    };
    private readonly Option<int?> _limit = new("--limit") { Description = "The first so many questions." };
    private readonly Option<int> _repeats = new("--repeats")
    {
        Description = "Ask each question so often; needs a --temperature above 0. Default: 1.",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<int?> _fewShot = new("--few-shot")
    {
        Description = "Examples in front of each question; needs --examples. Default: the model card's setting when there are examples.",
    };
    private readonly Option<int> _length = new("--length")
    {
        Description = "Tokens of the generated texts (needle). Default: 4096.",
        DefaultValueFactory = _ => 4096,
    };
    private readonly Option<int> _concurrency = new("--concurrency")
    {
        Description = "Questions asked at the same time. Default: 8.",
        DefaultValueFactory = _ => 8,
    };
    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "The seconds one question may take; a longer one counts as wrong. Default: 1800.",
        DefaultValueFactory = _ => 1800,
    };
    private readonly Option<string?> _judge = new("--judge")
    {
        Description = "A server whose model judges answers where OpenCompass has one judge (math500, aime2024). Its key: "
            + $"{JudgeKeyVariable} in the environment.",
    };
    private readonly Option<string?> _judgeModel = new("--judge-model")
    {
        Description = "The judge's name on its server. Default: the first it lists.",
    };
    private readonly Option<string?> _out = new("--out", "-o")
    {
        Description = "The folder for results and reports. Default: eval-<task>.",
    };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the run in the folder." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the report as JSON." };

    /// <summary>Adds the options to the command, and the checks of which options need or exclude others.</summary>
    public void AddTo(Command command)
    {
        _server.AcceptOnlyFromAmong("internlm3", "lmdeploy", "vllm");
        Option[] all =
        [
            _task, _data, _examples, _model, _context, _remote, _remoteModel, _server, _tools, _limit, _repeats, _fewShot, _length,
            _concurrency, _timeout, _judge, _judgeModel, _out, _resume, _json,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }

        _answer.AddTo(command);
        command.Validators.Add(result =>
        {
            // Only the command itself has a task; its subcommands are validated too.
            if (result.Command == command && result.GetValue(_task) is null)
            {
                result.AddError($"--task is missing; internlm3 {command.Name} tasks lists them.");
            }

            foreach (var (option, needed) in ((Option, Option)[])[(_remoteModel, _remote), (_server, _remote), (_judgeModel, _judge)])
            {
                if (result.GetResult(option) is { Implicit: false } && result.GetResult(needed) is not { Implicit: false })
                {
                    result.AddError($"{option.Name} needs {needed.Name}.");
                }
            }

            foreach (var local in (Option[])[_model, _context])
            {
                if (result.GetResult(_remote) is { Implicit: false } && result.GetResult(local) is { Implicit: false })
                {
                    result.AddError($"Give either {local.Name} or --remote.");
                }
            }
        });
    }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UnsupportedOptionException">An address is not valid, or the timeout is out of its range.</exception>
    public EvalArguments Read(ParseResult parsed)
    {
        var options = new EvaluationOptions
        {
            Thinking = _answer.Effort(parsed),
            Tools = parsed.GetValue(_tools),
            Limit = parsed.GetValue(_limit),
            Repeats = parsed.GetValue(_repeats),
            Seed = _answer.Seed(parsed) ?? 0,
            Temperature = _answer.Temperature(parsed) ?? 0,
            MaxOutputTokens = _answer.MaxTokens(parsed),
            FewShot = parsed.GetValue(_fewShot),
            Length = parsed.GetValue(_length),
            Concurrency = parsed.GetValue(_concurrency),
            ItemTimeout = parsed.GetValue(_timeout) is > 0 and < 2_000_000 and var seconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new UnsupportedOptionException(_timeout.Name, "must be above 0 and below 2,000,000 seconds."),
        };
        var remote = new InternLM3RemoteOptions
        {
            Server = Enum.Parse<RemoteServer>(parsed.GetValue(_server) ?? nameof(RemoteServer.InternLM3), ignoreCase: true),
            ModelId = parsed.GetValue(_remoteModel),
            ApiKey = Environment.GetEnvironmentVariable(KeyVariable),
        };
        var task = parsed.GetValue(_task)!;
        return new EvalArguments(
            task,
            parsed.GetValue(_data),
            parsed.GetValue(_examples),
            parsed.GetValue(_model)!,
            parsed.GetValue(_context),
            AddressOf(parsed, _remote),
            remote,
            AddressOf(parsed, _judge),
            parsed.GetValue(_judgeModel),
            Path.GetFullPath(parsed.GetValue(_out) ?? $"eval-{task}"),
            parsed.GetValue(_resume),
            parsed.GetValue(_json),
            options);
    }

    /// <summary>The options for the judge's server.</summary>
    public static InternLM3RemoteOptions JudgeOptions(EvalArguments arguments) =>
        new() { Server = RemoteServer.Vllm, ModelId = arguments.JudgeModel, ApiKey = Environment.GetEnvironmentVariable(JudgeKeyVariable) };

    private static Uri? AddressOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new UnsupportedOptionException(option.Name, $"\"{text}\" is no address like http://localhost:23333/v1.");
}
