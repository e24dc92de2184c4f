using InternLM3.Evaluation;
using InternLM3.Remote;

namespace InternLM3.Cli.Eval;

/// <summary>The values of an <c>eval</c> command line.</summary>
/// <param name="Task">The benchmark's name.</param>
/// <param name="Data">Its data, or null.</param>
/// <param name="Examples">The split whose answers may be shown, or null.</param>
/// <param name="Model">The model to load in process; not used with <paramref name="Remote"/>.</param>
/// <param name="Context">Its context length in tokens, or null for the default.</param>
/// <param name="Remote">A server's API, or null.</param>
/// <param name="RemoteOptions">The options for the remote server.</param>
/// <param name="Judge">The API of the server with the judge, or null.</param>
/// <param name="JudgeModel">The judge's name on its server, or null for the first model.</param>
/// <param name="Folder">The folder for the results.</param>
/// <param name="Resume">Whether to resume the run in the folder.</param>
/// <param name="Json">Whether the report is printed as JSON.</param>
/// <param name="Options">The options of the run.</param>
internal sealed record EvalArguments(
    string Task,
    string? Data,
    string? Examples,
    string Model,
    int? Context,
    Uri? Remote,
    InternLM3RemoteOptions RemoteOptions,
    Uri? Judge,
    string? JudgeModel,
    string Folder,
    bool Resume,
    bool Json,
    EvaluationOptions Options);
