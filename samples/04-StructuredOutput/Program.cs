// Structured output: the answer is a typed record. Its JSON schema is enforced token by token, so that it always parses.
//   dotnet run --project samples/04-StructuredOutput
//   dotnet run --project samples/04-StructuredOutput -- --model <folder> --prompt "Ada Lovelace died at 36. Who, and how old?"
using System.Text;
using InternLM3;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;

string? model = null;
var prompt = "Return JSON for: name Quinn, age 41.";
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    switch (args[i])
    {
        case "--model" or "--prompt" when string.IsNullOrWhiteSpace(value):
            return WrongUsage($"{args[i]} needs a value.");
        case "--model":
            model = value;
            break;
        case "--prompt":
            prompt = value;
            break;
        default:
            return WrongUsage($"{args[i]} is not known.");
    }
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (model is null)
{
    model = InternLM3Tiny.CheckpointPath;
    Console.Error.WriteLine(InternLM3Tiny.Notice);
}

try
{
    using IChatClient client = new InternLM3ChatClient(model);

    // The schema comes from the record; its properties are "name" and "age" in JSON.
    var response = await client.GetResponseAsync<Person>(prompt, new ChatOptions { Temperature = 0 });
    if (!response.TryGetResult(out var person))
    {
        Console.Error.WriteLine($"The answer was cut short ({response.FinishReason}): {response.Text}");
        return 1;
    }

    Console.WriteLine($"JSON: {response.Text}");
    Console.WriteLine($"Name: {person.Name}");
    Console.WriteLine($"Age:  {person.Age}");
    return 0;
}
catch (InternLM3Exception e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static int WrongUsage(string problem)
{
    Console.Error.WriteLine($"{problem} Usage: StructuredOutput [--model <folder>] [--prompt <text>]");
    return 2;
}

internal sealed record Person(string Name, int Age);
