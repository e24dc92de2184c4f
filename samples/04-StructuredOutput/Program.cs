// Structured output: the answer is a typed record. Its JSON schema is enforced token by token, so that it always parses.
//   dotnet run --project samples/04-StructuredOutput
//   dotnet run --project samples/04-StructuredOutput -- --model <folder> --prompt "Ada Lovelace died at 36. Who, and how old?"
using InternLM3;
using Microsoft.Extensions.AI;

if (SampleArguments.Read(args, "StructuredOutput [--model <folder>] [--prompt <text>]") is not { } arguments)
{
    return 2;
}

var prompt = arguments.Find("--prompt") ?? "Return JSON for: name Quinn, age 41.";
try
{
    using IChatClient client = new InternLM3ChatClient(arguments.Model);

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

internal sealed record Person(string Name, int Age);
