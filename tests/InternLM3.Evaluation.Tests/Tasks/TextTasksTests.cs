using System.Text.Json;
using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Tests.Support;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Evaluation.Tests.Tasks;

public sealed class TextTasksTests
{
    [Fact]
    public async Task IfEval_PromptsAndInstructions_StrictAndLoose()
    {
        using var run = new TaskRun();
        var data = run.Add("input_data.jsonl",
            """
            {"key": 1000, "prompt": "Write about pens without commas, in at least 5 words.", "instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"], "kwargs": [{}, {"relation": "at least", "num_words": 5}]}
            {"key": 1001, "prompt": "Write about ink without commas.", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}
            {"key": 1002, "prompt": "Answer in lower case.", "instruction_id_list": ["change_case:english_lowercase"], "kwargs": [{}]}
            """);

        // The second breaks its rule; the third follows it once the first line is left out, which is what loose allows.
        var summary = await run.RunAsync("ifeval", data, ["Pens write on paper every day.", "Ink is blue, or black.", "Sure, here it is:\nall of this is in lower case"]);

        Assert.Equal([1.0, 0, 0], summary.Results.Select(result => result.Score!.Value));
        Assert.Equal(1 / 3.0, summary.Score!.Value, 1e-12);
        Assert.Equal(2 / 3.0, summary.Measures["prompt-level loose"], 1e-12);
        Assert.Equal(2 / 4.0, summary.Measures["instruction-level strict"], 1e-12);
        Assert.Equal(3 / 4.0, summary.Measures["instruction-level loose"], 1e-12);
        Assert.Equal("not followed: punctuation:no_comma", summary.Results[1].Extracted);
        Assert.Equal("Write about ink without commas.", run.Prompts[1]);
    }

    [Fact]
    public async Task IfEval_UnknownInstruction_IsRefused()
    {
        using var run = new TaskRun();
        var data = run.Add("x.jsonl", """{"key": 1, "prompt": "p", "instruction_id_list": ["new:rule"], "kwargs": [{}]}""");

        Assert.Contains("new:rule", (await Assert.ThrowsAsync<DataFormatException>(() => run.RunAsync("ifeval", data, []))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drop_SimpleEvalsForm_MatchesFuzzily()
    {
        using var run = new TaskRun();
        var data = run.Add("dev.jsonl",
            """
            {"context": "Passage: The Bears won 21 to 7.\nQuestion: Who won?\nAnswer:", "completion": "the Bears", "ref_text": "the Bears|Bears"}
            {"context": "Passage: The Bears won 21 to 7.\nQuestion: By how many?\nAnswer:", "completion": "14", "ref_text": "14"}
            """);
        var summary = await run.RunAsync("drop", data, ["They did.\nAnswer: Chicago Bears.", "Answer: 15"]);

        Assert.Equal([1.0, 0], summary.Results.Select(result => result.Score!.Value));
        Assert.Equal(0, summary.Measures["exact match"]);
        Assert.InRange(summary.Measures["F1"], 0.3, 0.4); // 2/3 of the first: "bears" of "chicago bears"
        Assert.EndsWith("# Your Task\n\n---\nPassage: The Bears won 21 to 7.\nQuestion: Who won?\nAnswer:\n\nThink step by step, then write a line of the form \"Answer: $ANSWER\" at the end of your response.", run.Prompts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drop_HuggingFaceForm_EmbedsExamples()
    {
        using var run = new TaskRun();
        const string Row = """{"passage": "It rained in May.", "question": "When did it rain?", "answers_spans": {"spans": ["May"], "types": ["date"]}}""";
        var summary = await run.RunAsync("drop", run.Add("validation.jsonl", Row), ["Answer: in May"], examples: run.Add("train.jsonl", Row));

        Assert.Equal(1, summary.Score);
        Assert.Contains("# Examples\n---\nPassage: It rained in May.\nQuestion: When did it rain?\nAnswer: May\n\n# Your Task", run.Prompts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task HumanEval_Programs_AreCollectedAndNotRun()
    {
        using var run = new TaskRun();
        var data = run.Add("HumanEval.jsonl", """{"task_id": "HumanEval/0", "prompt": "def f(x):\n    \"\"\"Gives x + 1.\"\"\"\n", "entry_point": "f", "canonical_solution": "    return x + 1\n", "test": "def check(c):\n    assert c(1) == 2\n"}""");
        var summary = await run.RunAsync("humaneval", data, ["Here:\n```python\ndef f(x):\n    return x + 1\n```\nDone."]);

        Assert.Null(summary.Score);
        var sample = JsonElement.Parse(Assert.Single(await File.ReadAllLinesAsync(Path.Combine(run.Out, "samples.jsonl"))));
        Assert.Equal("HumanEval/0", sample.GetProperty("task_id").GetString());
        Assert.Equal("def f(x):\n    return x + 1", sample.GetProperty("completion").GetString()!.Trim());
        Assert.StartsWith("Read the following function signature and docstring, and fully implement the function described.", run.Prompts[0], StringComparison.Ordinal);
        Assert.Contains("not graded", await File.ReadAllTextAsync(Path.Combine(run.Out, "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HumanEval_WithASandbox_TheSandboxDecides()
    {
        using var run = new TaskRun();
        static string Row(int i) => $$"""{"task_id": "HumanEval/{{i}}", "prompt": "def f(x):", "entry_point": "f", "test": "test {{i}}"}""" + "\n";
        var samples = new List<CodeSample>();
        var options = new EvaluationOptions
        {
            Sandbox = (sample, _) =>
            {
                samples.Add(sample);
                return Task.FromResult(sample.Code.Contains("x + 1", StringComparison.Ordinal));
            },
        };
        var summary = await run.RunAsync("humaneval", run.Add("HumanEval.jsonl", Row(0) + Row(1)), ["```python\nreturn x + 1\n```", "```python\nreturn x\n```"], options);

        Assert.Equal(0.5, summary.Score);
        Assert.Equal([("HumanEval/0", "test 0"), ("HumanEval/1", "test 1")], samples.Select(sample => (sample.Item, sample.Problem.GetProperty("test").GetString()!)));
    }

    [Fact]
    public async Task LiveCodeBench_Programs_AreCollectedForItsHarness()
    {
        using var run = new TaskRun();
        var data = run.Add("test.jsonl",
            """
            {"question_id": "abc1", "question_content": "Add two numbers.", "starter_code": "", "contest_date": "2024-08-01T00:00:00", "difficulty": "easy"}
            {"question_id": "3001", "question_content": "Reverse a list.", "starter_code": "class Solution:\n    def reverse(self):", "contest_date": "2024-08-02T00:00:00", "difficulty": "hard"}
            """);
        await run.RunAsync("livecodebench", data, ["```python\nfirst\n```\nBetter:\n```python\nprint(1)\n```", "```python\nclass Solution: pass\n```"]);

        var samples = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(run.Out, "samples.json"))).EnumerateArray().ToArray();
        Assert.Equal(["abc1", "3001"], samples.Select(sample => sample.GetProperty("question_id").GetString()));
        Assert.Equal(["print(1)", "class Solution: pass"], samples.Select(sample => sample.GetProperty("code_list")[0].GetString()!.Trim()));
        Assert.Contains("write the answer to stdout", run.Prompts[0], StringComparison.Ordinal);
        Assert.Contains("```python\nclass Solution:\n    def reverse(self):\n```", run.Prompts[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void Needle_Texts_HaveTheLengthAndTheNumbers(int length)
    {
        var tokenizer = Tokenizer.Load(InternLM3Tiny.CheckpointPath);
        var input = new TaskInput { Length = length, Limit = 6, CountTokens = text => tokenizer.Encode(text).Length };
        var items = EvaluationTasks.Find("needle").CreateItems(input).ToArray();

        Assert.Equal(["single", "among others", "several", "single", "among others", "several"], items.Select(item => item.Category));
        Assert.All(items, item =>
        {
            var text = item.Messages[^1].Text;
            Assert.InRange(tokenizer.Encode(text).Length, (length * 8 / 10) - 128, length - 120);
            Assert.All(item.Gold.Split(", "), number => Assert.Contains(number, text, StringComparison.Ordinal));
            Assert.Equal(1, item.Grade(item.Gold).Score);
            Assert.Equal(0, item.Grade("I forgot.").Score);
        });
        Assert.Equal(0.25, items[2].Grade(items[2].Gold.Split(", ")[0]).Score);
        Assert.Equal(items.Select(item => item.Messages[^1].Text), EvaluationTasks.Find("needle").CreateItems(input).Select(item => item.Messages[^1].Text));
    }

    [Fact]
    public async Task Tasks_WithoutTheirColumns_SayWhichTheyNeed()
    {
        foreach (var task in EvaluationTasks.All.Where(task => task.Data is not null))
        {
            using var run = new TaskRun();
            var error = await Assert.ThrowsAsync<DataFormatException>(() => run.RunAsync(task.Name, run.Add("x.jsonl", """{"nothing": 1}"""), []));

            Assert.Equal($"x.jsonl, row 1: the columns are nothing; {task.Title} needs {task.Data!.Describe()}.", error.Message);
            Assert.Contains("nothing is downloaded", (await Assert.ThrowsAsync<UnsupportedOptionException>(() => run.RunAsync(task.Name, null, []))).Message, StringComparison.Ordinal);
        }
    }
}
