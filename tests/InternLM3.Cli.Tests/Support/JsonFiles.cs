using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Support;

/// <summary>The files of a command line, in a folder of their own.</summary>
public sealed class JsonFiles : IDisposable
{
    public const string WeatherAndCalculator = """
        [
          {
            "name": "get_weather",
            "description": "Get the weather.",
            "parameters": { "type": "object", "properties": { "city": { "type": "string", "description": "The city." } }, "required": ["city"] }
          },
          {
            "name": "calculator",
            "description": "Evaluates an arithmetic expression.",
            "parameters": { "type": "object", "properties": { "expression": { "type": "string" } }, "required": ["expression"] }
          }
        ]
        """;

    private readonly TemporaryFolder _folder = new();
    private int _count;

    public string Missing => _folder["missing.json"];

    public string Add(string content)
    {
        var path = _folder[$"{_count++}.json"];
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
