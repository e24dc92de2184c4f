using System.Text;
using InternLM3.Tiny;

/// <summary>A sample's arguments: options with a value each. Samples read theirs here, so that a Program.cs shows its own idea alone.</summary>
internal sealed class SampleArguments
{
    private readonly List<(string Option, string Value)> _given = [];

    /// <summary>The folder <c>--model</c> names, or InternLM3-Tiny's.</summary>
    public string Model => Find("--model") ?? InternLM3Tiny.CheckpointPath;

    /// <summary>Reads the arguments and gets the console ready for any language; a model that nobody named says what it is.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="usage">The sample's name and every option it has, such as <c>Tools [--model &lt;folder&gt;]</c>.</param>
    /// <returns>Null when they are wrong, which the console was told.</returns>
    public static SampleArguments? Read(string[] args, string usage)
    {
        var arguments = new SampleArguments();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            var known = usage.Contains($"[{args[i]} <", StringComparison.Ordinal);
            if (!known || string.IsNullOrWhiteSpace(value))
            {
                Console.Error.WriteLine($"{args[i]} {(known ? "needs a value" : "is not known")}. Usage: {usage}");
                return null;
            }

            arguments._given.Add((args[i], value));
        }

        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (arguments.Find("--model") is null)
        {
            Console.Error.WriteLine(InternLM3Tiny.Notice);
        }

        return arguments;
    }

    /// <summary>The value an option was given last, or null.</summary>
    public string? Find(string option) => All(option).LastOrDefault();

    /// <summary>All values an option was given.</summary>
    public IEnumerable<string> All(string option) => _given.Where(given => given.Option == option).Select(given => given.Value);
}
