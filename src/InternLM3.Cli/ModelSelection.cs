using System.CommandLine;
using InternLM3.Conversion;
using InternLM3.Tiny;

namespace InternLM3.Cli;

/// <summary>The <c>--model</c> option: a folder, or <c>tiny</c> for the model that comes with the tool.</summary>
internal static class ModelSelection
{
    private const string TinyName = "tiny";

    /// <summary>A fresh option for a command.</summary>
    public static Option<string> CreateOption()
    {
        var option = new Option<string>("--model", "-m")
        {
            Description = "A model folder, a Hugging Face InternLM3 checkpoint folder, or tiny: the small demo model that comes along.",
            DefaultValueFactory = _ => TinyName,
        };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("--model needs a folder, or tiny.");
            }
        });
        return option;
    }

    /// <summary>The folder a value stands for.</summary>
    public static string Folder(string value) => value == TinyName ? InternLM3Tiny.CheckpointPath : value;

    /// <summary>Loads the model, and says on the error stream what it is when it is the small one, and that it is converted first when it is.</summary>
    public static Task<InternLM3Model> LoadAsync(string value, InternLM3Options options, TextWriter error, CancellationToken cancellationToken)
    {
        if (value == TinyName)
        {
            error.WriteLine(InternLM3Tiny.Notice);
        }

        return InternLM3Model.LoadAsync(Folder(value), options, new ConversionLine(error), cancellationToken);
    }

    /// <summary>Announces a conversion once.</summary>
    private sealed class ConversionLine(TextWriter error) : IProgress<ConversionProgress>
    {
        private int _said;

        public void Report(ConversionProgress value)
        {
            if (Interlocked.Exchange(ref _said, 1) == 0)
            {
                error.WriteLine(FormattableString.Invariant($"Converting {value.BytesTotal / 1e6:0.0} MB of weights, once..."));
            }
        }
    }
}
