using System.CommandLine;
using InternLM3.AspNetCore;
using InternLM3.Cli.Serving;
using Microsoft.Extensions.Logging;

namespace InternLM3.Cli.Commands;

/// <summary>The options of <c>internlm3 serve</c>, with LMDeploy's names where it has the option.</summary>
internal sealed class ServeCommandLine
{
    /// <summary>
    /// The environment variable with keys, separated by commas: a command line is visible to everybody on the machine.
    /// </summary>
    public const string KeysVariable = "INTERNLM3_API_KEYS";

    /// <summary>The option that names Kestrel's configuration.</summary>
    public const string ConfigOption = "--config";

    private readonly Option<string> _model = ModelSelection.CreateOption();
    private readonly Option<string?> _modelName = new("--model-name")
    {
        Description = "The model's name in answers. Default: the name of its folder.",
    };
    private readonly Option<bool> _strictModelName = new("--strict-model-name")
    {
        Description = "Refuse requests that name another model. Default: any name is answered.",
    };
    private readonly Option<string> _serverName = new("--server-name")
    {
        Description = "The address to listen on; 0.0.0.0 for all. Default: localhost, this machine only.",
        DefaultValueFactory = _ => "localhost",
    };
    private readonly Option<int> _serverPort = new("--server-port")
    {
        Description = "The port; 0 takes a free one.",
        DefaultValueFactory = _ => 23333,
    };
    private readonly Option<string[]> _apiKeys = new("--api-keys")
    {
        Description = "Keys of which a request must bring one. "
            + $"{KeysVariable} in the environment, separated by commas, is not seen in the list of processes.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<int?> _sessionLength = new("--session-len")
    {
        Description = "Tokens of prompt and answer together. Default: the model's, at most 8192.",
    };
    private readonly Option<int?> _maxBatch = new("--max-batch-size")
    {
        Description = "Requests computed at the same time. Default: what the memory allows, at most 8.",
    };
    private readonly Option<int?> _maxConcurrent = new("--max-concurrent-requests")
    {
        Description = "Requests answered at the same time; more get 429. Default: no limit but --max-queue-length.",
    };
    private readonly Option<int?> _maxQueue = new("--max-queue-length")
    {
        Description = "Requests that may wait; more get 429. Default: 512.",
    };
    private readonly Option<string?> _toolCallParser = new("--tool-call-parser")
    {
        Description = "Accepted as LMDeploy's; tools always work, in InternLM's format.",
    };
    private readonly Option<string> _logLevel = new("--log-level")
    {
        Description = "DEBUG, INFO, WARNING, ERROR or CRITICAL.",
        DefaultValueFactory = _ => "WARNING",
    };
    private readonly Option<string[]> _origins = new("--allow-origins")
    {
        Description = "Origins whose pages may ask (CORS); * for all. Default: none.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<bool> _ssl = new("--ssl")
    {
        Description = "HTTPS, with the certificate of Kestrel's configuration (Kestrel:Certificates:Default).",
    };
    private readonly Option<FileInfo?> _config = new(ConfigOption)
    {
        Description = "A JSON file with Kestrel's configuration: certificates, endpoints, limits. "
            + "Relative paths in it begin in its folder.",
    };

    private readonly RuntimeSelection _runtime = new();

    /// <summary>Adds the options to the command.</summary>
    public void AddTo(Command command)
    {
        _toolCallParser.AcceptOnlyFromAmong("internlm", "intern-s1");
        _logLevel.Validators.Add(result =>
        {
            if (LevelOf(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError("--log-level is one of DEBUG, INFO, WARNING, ERROR and CRITICAL.");
            }
        });
        Option[] all =
        [
            _model, _modelName, _strictModelName, _serverName, _serverPort, _apiKeys, _sessionLength, _maxBatch, _maxConcurrent, _maxQueue,
            _toolCallParser, _logLevel, _origins, _ssl, _config,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }

        _runtime.AddTo(command);
    }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range.</exception>
    public ServeArguments Read(ParseResult parsed)
    {
        var keys = (Environment.GetEnvironmentVariable(KeysVariable) ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var loading = new InternLM3Options
        {
            ContextLength = parsed.GetValue(_sessionLength),
            ModelId = parsed.GetValue(_modelName),
            MaxConcurrentSequences = parsed.GetValue(_maxBatch),
        };
        loading = parsed.GetValue(_maxQueue) is { } queue ? loading with { MaxQueueLength = queue } : loading;
        loading = _runtime.Apply(parsed, loading);
        loading.Validate();
        var endpoints = new InternLM3OpenAIOptions
        {
            ModelName = parsed.GetValue(_modelName),
            StrictModelName = parsed.GetValue(_strictModelName),
            ApiKeys = [.. parsed.GetValue(_apiKeys) ?? [], .. keys],
            MaxConcurrentRequests = parsed.GetValue(_maxConcurrent),
        };
        endpoints.Validate();
        var port = parsed.GetValue(_serverPort);
        if (port is < 0 or > 65535)
        {
            throw new UnsupportedOptionException(_serverPort.Name, $"must be between 0 and 65535 and is {port}.");
        }

        var host = parsed.GetValue(_serverName)!;
        if (!Listening.IsHost(host))
        {
            throw new UnsupportedOptionException(_serverName.Name,
                $"must be localhost or an address of this machine, 0.0.0.0 for all, and is {host}.");
        }

        var origins = parsed.GetValue(_origins) ?? [];
        if (origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
        {
            throw new UnsupportedOptionException(_origins.Name,
                $"must be origins like https://chat.example.com, without a path, or *, and one is \"{wrong}\".");
        }

        var file = parsed.GetValue(_config);
        if (file is { Exists: false })
        {
            throw new UnsupportedOptionException(ConfigOption, $"{file.FullName} does not exist.");
        }

        return new ServeArguments
        {
            Model = parsed.GetValue(_model)!,
            Host = host,
            Port = port,
            Https = parsed.GetValue(_ssl),
            ConfigurationFile = file?.FullName,
            Origins = origins,
            LogLevel = LevelOf(parsed.GetValue(_logLevel))!.Value,
            Loading = loading,
            Endpoints = endpoints,
        };
    }

    // The form of a browser's Origin header; anything else would never match it.
    private static bool IsOrigin(string text) =>
        text == "*" || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.GetLeftPart(UriPartial.Authority) == text);

    private static LogLevel? LevelOf(string? name) => name?.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "CRITICAL" or "FATAL" => LogLevel.Critical,
        _ => null,
    };
}
