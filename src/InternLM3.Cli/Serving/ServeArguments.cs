using InternLM3.AspNetCore;
using Microsoft.Extensions.Logging;

namespace InternLM3.Cli.Serving;

/// <summary>The values of an <c>internlm3 serve</c> command line.</summary>
internal sealed record ServeArguments
{
    /// <summary>The value of <c>--model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>localhost or the address to listen on.</summary>
    public required string Host { get; init; }

    /// <summary>The port; 0 takes a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the server speaks HTTPS, with the certificate of Kestrel's configuration.</summary>
    public required bool Https { get; init; }

    /// <summary>A JSON file with Kestrel's configuration, or null.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>The origins whose pages may send requests; * for all.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>The lowest level that is logged.</summary>
    public required LogLevel LogLevel { get; init; }

    /// <summary>The options for loading the model.</summary>
    public required InternLM3Options Loading { get; init; }

    /// <summary>The options of the endpoints.</summary>
    public required InternLM3OpenAIOptions Endpoints { get; init; }
}
