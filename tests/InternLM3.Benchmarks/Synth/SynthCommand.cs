using System.CommandLine;

namespace InternLM3.Benchmarks.Synth;

/// <summary><c>synth</c>: a model with drawn weights, for measurements of time, size and memory.</summary>
internal static class SynthCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var shape = new Option<string>("--shape") { Description = "tiny, 1b or 8b.", Required = true };
        shape.AcceptOnlyFromAmong("tiny", "1b", "8b");
        var format = new Option<string>("--format") { Description = "bf16 or awq: a checkpoint folder; gguf: llama.cpp's Q4_0, one file in the folder.", Required = true };
        format.AcceptOnlyFromAmong("bf16", "awq", "gguf");
        var folder = new Option<DirectoryInfo>("--out") { Description = "The folder to write.", Required = true };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same bytes.", DefaultValueFactory = _ => 1 };
        var command = new Command("synth", "Writes a model with drawn weights.") { shape, format, folder, seed };
        command.SetAction(parsed =>
        {
            var (size, path) = (SynthShape.Of(parsed.GetValue(shape)!), parsed.GetValue(folder)!.FullName);
            if (parsed.GetValue(format) == "gguf")
            {
                GgufWriter.Write(path, size, parsed.GetValue(seed));
            }
            else
            {
                SynthCheckpoint.Write(path, size, parsed.GetValue(format) == "awq", parsed.GetValue(seed));
            }

            return 0;
        });
        return command;
    }
}
