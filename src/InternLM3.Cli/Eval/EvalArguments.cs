using InternLM3.Evaluation;
using InternLM3.Remote;

namespace InternLM3.Cli.Eval;

/// <summary>What an <c>eval</c> command line asks for.</summary>
/// <param name="Task">The benchmark's name.</param>
/// <param name="Data">Its data, or null.</param>
/// <param name="Examples">The split whose answers may be shown, or null.</param>
/// <param name="Model">The model in process; not used beside <paramref name="Remote"/>.</param>
/// <param name="Remote">A server's API, or null.</param>
/// <param name="RemoteOptions">How servers are talked to.</param>
/// <param name="Judge">The API of a judge's server, or null.</param>
/// <param name="JudgeModel">The judge's name there, or null for the first.</param>
/// <param name="Folder">Where results go.</param>
/// <param name="Resume">Whether a run there is gone on with.</param>
/// <param name="Json">Whether the report is printed as JSON.</param>
/// <param name="Options">How it is run.</param>
internal sealed record EvalArguments(
    string Task,
    string? Data,
    string? Examples,
    string Model,
    Uri? Remote,
    InternLM3RemoteOptions RemoteOptions,
    Uri? Judge,
    string? JudgeModel,
    string Folder,
    bool Resume,
    bool Json,
    EvaluationOptions Options);
