using InternLM3.Evaluation.Tests.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tests.Tasks;

public sealed class MathTasksTests
{
    private const string Math500Lines =
        """
        {"problem": "Add $\\frac{1}{4}$ and $\\frac{1}{2}$.", "solution": "It is $\\boxed{\\frac{3}{4}}$.", "answer": "\\frac{3}{4}", "subject": "Prealgebra", "level": 1, "unique_id": "test/prealgebra/1.json"}
        {"problem": "Where does the line $y = x + 2$ meet the y-axis?", "solution": "At $\\boxed{(0,2)}$.", "answer": "(0,2)", "subject": "Algebra", "level": 2, "unique_id": "test/algebra/2.json"}
        {"problem": "What is $5!$?", "solution": "$\\boxed{120}$", "answer": "120", "subject": "Algebra", "level": 1, "unique_id": "test/algebra/3.json"}
        {"problem": "What is $2^5$?", "solution": "$\\boxed{32}$", "answer": "32", "subject": "Algebra", "level": 1, "unique_id": "test/algebra/4.json"}
        """;

    [Fact]
    public async Task Math500_JsonLines_ComparesMathematically()
    {
        using var run = new TaskRun();
        var summary = await run.RunAsync("math500", run.Add("test.jsonl", Math500Lines), ["So it is \\boxed{0.75}.", "\\boxed{(2,0)}", "The answer is 120.", "I do not know."]);

        Assert.Equal([1.0, 0, 1, 0], summary.Results.Select(result => result.Score!.Value));
        Assert.Equal(["0.75", "(2,0)", "120", null], summary.Results.Select(result => result.Extracted));
        Assert.Equal([("Prealgebra", 1, 1), ("Algebra", 3, 1 / 3.0)], summary.Categories.Select(category => (category.Name, category.Questions, category.Score)));
        Assert.Equal("What is $5!$?\nPlease reason step by step, and put your final answer within \\boxed{}.", run.Prompts[2]);
        Assert.Contains(summary.Notes, note => note == "The data has 4 rows; MATH-500 has 500.");
        Assert.Contains(summary.Notes, note => note.Contains("thinking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Math500_ObjectOfProblemsInThinkingMode_HasTheCardsPrompt()
    {
        using var run = new TaskRun();
        var data = run.Add("test_prm800k_500.json", """{"0": {"problem": "What is $5!$?", "solution": "It is $\\boxed{120}$."}, "1": {"problem": "What is $2^5$?", "solution": "\\boxed{32}"}}""");
        var summary = await run.RunAsync("math500", data, ["## Steps\n\\boxed{120}", "\\boxed{31}"], new() { Thinking = ReasoningEffort.High });

        Assert.Equal(0.5, summary.Score);
        Assert.Equal("What is $5!$?\nRemember to put your final answer within \\boxed{}.", run.Prompts[0]);
        Assert.DoesNotContain(summary.Notes, note => note.Contains("mode", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Math500_WithAJudge_TheJudgeDecides()
    {
        using var run = new TaskRun();
        var judge = new ScriptedClient(prompt => prompt.Contains("It is half", StringComparison.Ordinal) ? "A" : "B");
        var summary = await run.RunAsync("math500", run.Add("test.jsonl", Math500Lines), ["It is half and a quarter.", "\\boxed{(0,2)}", "x", "y"], new() { Judge = judge });

        Assert.Equal([1.0, 0, 0, 0], summary.Results.Select(result => result.Score!.Value));
        Assert.Equal(0.25, summary.Measures["accuracy by rules"]);
        Assert.Equal(4, judge.Requests.Count);
    }

    [Theory]
    [InlineData("aime.jsonl", """{"question": "Find $n$.", "answer": "204"}""", "")]
    [InlineData("aime.csv", "Problem,Answer\n\"Find $n$.\",204\n", "")]
    public async Task Aime2024_Forms_AreRead(string name, string content, string category)
    {
        using var run = new TaskRun();
        var summary = await run.RunAsync("aime2024", run.Add(name, content), ["It is $\\boxed{204}$."]);

        Assert.Equal((1, category), (summary.Score!.Value, summary.Results[0].Category));
        Assert.StartsWith("Find $n$.\n", run.Prompts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gsm8k_Solutions_GiveTheirNumber()
    {
        using var run = new TaskRun();
        var data = run.Add("test.jsonl",
            """
            {"question": "Ann has 1,000 pens and buys 24. How many?", "answer": "1000 + 24 = <<1000+24=1024>>1024\n#### 1,024"}
            {"question": "Ann has 3 pens and loses 5. By how many is she short?", "answer": "5 - 3 = 2\n#### 2"}
            {"question": "What does it cost?", "answer": "#### 18"}
            """);
        var summary = await run.RunAsync("gsm8k", data, ["She has \\boxed{1024} pens.", "Short by 2 of the 3.", "It costs $18.00"]);

        Assert.Equal([1.0, 0, 1], summary.Results.Select(result => result.Score!.Value));
        Assert.Equal(["1024", "2", "18"], summary.Results.Select(result => result.Gold));
    }
}
