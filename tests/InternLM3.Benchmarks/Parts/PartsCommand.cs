using System.CommandLine;
using BenchmarkDotNet.Running;

namespace InternLM3.Benchmarks.Parts;

/// <summary><c>parts</c>: BenchmarkDotNet over the parts that can be measured alone; what follows the command are its arguments.</summary>
internal static class PartsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var arguments = new Argument<string[]>("arguments") { Description = "BenchmarkDotNet's arguments after --, for example -- --filter '*Sampler*' --job short --inProcess." };
        var command = new Command("parts", "Measures the parts that can be measured alone, with BenchmarkDotNet.") { arguments };
        command.SetAction(result => BenchmarkSwitcher.FromAssembly(typeof(PartsCommand).Assembly).Run(result.GetValue(arguments) is { Length: > 0 } given ? given : ["--filter", "*"]));
        return command;
    }
}
