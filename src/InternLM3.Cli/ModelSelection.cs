using System.CommandLine;
using InternLM3.Cli.Output;
using InternLM3.Tiny;

namespace InternLM3.Cli;

/// <summary>
/// The <c>--model</c> option: a folder, a downloaded repository, or <c>tiny</c> for the model that comes with the tool.
/// </summary>
internal static class ModelSelection
{
    /// <summary>The value for the model that comes with the tool.</summary>
    public const string TinyName = "tiny";

    /// <summary>Creates the option for a command.</summary>
    public static Option<string> CreateOption()
    {
        var option = new Option<string>("--model", "-m")
        {
            Description = "A model folder, a Hugging Face InternLM3 checkpoint folder, a repository that was pulled, or tiny: "
                + "the small demo model that comes along.",
            DefaultValueFactory = _ => TinyName,
        };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("--model needs a folder, a repository or tiny.");
            }
        });
        return option;
    }

    /// <summary>The folder or repository a value stands for.</summary>
    public static string PathOf(string value) => value == TinyName ? InternLM3Tiny.CheckpointPath : value;

    /// <summary>The folder a value stands for.</summary>
    public static Task<string> FolderAsync(string value, CancellationToken cancellationToken) =>
        InternLM3Model.ResolveFolderAsync(PathOf(value), cancellationToken: cancellationToken);

    /// <summary>
    /// Loads the model. The error stream gets a notice for the small model, and the progress of a download or conversion.
    /// </summary>
    public static async Task<InternLM3Model> LoadAsync(
        string value, InternLM3Options options, TextWriter error, CancellationToken cancellationToken)
    {
        if (value == TinyName)
        {
            await error.WriteLineAsync(InternLM3Tiny.Notice).ConfigureAwait(false);
        }

        InternLM3Model? loaded = null;
        await LoadBar.RunAsync(
            error,
            async progress =>
                loaded = await InternLM3Model.LoadAsync(PathOf(value), options, progress, cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
        return loaded!;
    }
}
