namespace InternLM3.Tests.Support.Scripting;

/// <summary>The replies behind the recorded traces of the server and the tests of its clients.</summary>
public static class WireScript
{
    private const string Marbles = "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?";

    /// <summary>The replies.</summary>
    public static IReadOnlyList<ScriptedReply> Replies { get; } =
    [
        // Eight letters follow "I am ", which the trace of a regular expression asks for.
        ScriptedReply.Call("Who are you?", "get_weather", """{"city": "Shanghai"}"""),
        new("Who are you?", "I am scripted: a small demo model that says what the tests expect."),
        new("你好", "你好!有什么可以帮你的吗?"),
        new("What is my name?", "Your name is Quinn.") { With = "My name is Quinn." },
        new("Please tell me five scenic spots in Shanghai",
            "Here are five scenic spots in Shanghai:\n1. The Bund\n2. Yu Garden\n3. The Oriental Pearl Tower\n4. The Shanghai Museum\n"
            + "5. Nanjing Road"),
        new("介绍一下深度学习。", "深度学习是机器学习的一个分支。它用多层神经网络从数据中学习。"),
        new("Return JSON for: name Quinn, age 41.", """{"name": "Quinn", "age": 41}"""),

        // With both functions on offer, the one that was asked for by name.
        ScriptedReply.Call("What is (12 + 30) * 7?", "get_weather", """{"city": "Oslo"}"""),
        ScriptedReply.Call("What is (12 + 30) * 7?", "calculator", """{"expression": "(12 + 30) * 7"}"""),
        ScriptedReply.Call("What is 12 + 30?", "Calculator-calculator", """{"expression": "12 + 30"}"""),
        ScriptedReply.Call("What is 12 + 30?", "Math_calculator", """{"expression": "12 + 30"}"""),
        ScriptedReply.Call("Thank you!", "calculator", """{"expression": "1 + 1"}"""),
        new("294", "The calculator says 294."),
        new("What is (12 + 30) * 7?", "12 + 30 = 42, and 42 * 7 = 294."),
        new("What is 12 + 30?", "12 + 30 = 42."),

        new(Marbles, "95") { After = "\n\nThe final answer as JSON:\n" },
        new(Marbles,
            "We need the sum 37 + 58.\n\n1. ones: 7 + 8 = 15, write 5, carry 1\n2. tens: 3 + 5 + 1 = 9, write 9\n\n"
            + "95 - 58 = 37, which matches.\n\nThe answer is \\boxed{95}."),

        // Prompts without messages.
        new("The", " quick brown fox jumps over the lazy dog, and the dog sleeps on."),
        new("The sum", " of 12 and 30 is 42."),
        new("1, 2, 3,", " 4, 5, 6, 7, 8, 9, 10."),
        new("ersen", " is the end of a name."),
    ];
}
