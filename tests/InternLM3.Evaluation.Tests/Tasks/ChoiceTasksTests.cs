using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Tasks;
using InternLM3.Evaluation.Tests.Support;
using Parquet.Serialization;

namespace InternLM3.Evaluation.Tests.Tasks;

public sealed class ChoiceTasksTests
{
    [Fact]
    public async Task GpqaDiamond_Csv_TurnsTheOptionsAsOpenCompass()
    {
        using var run = new TaskRun();
        var rows = Enumerable.Range(1, 4).Select(i => $"r{i},\"Which, of these?\nQuestion {i}\",right {i},wrong a,wrong b,wrong c,Physics\n");
        var data = run.Add("gpqa_diamond.csv", "Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,High-level domain\n" + string.Concat(rows));

        // Numbers count from 1: the right letter of the first four questions is D, C, B, A.
        var summary = await run.RunAsync("gpqa-diamond", data, ["It is D.\nANSWER: D", "answer : C", "ANSWER: A\nANSWER: B", "The answer is a\nANSWER: a"]);

        Assert.Equal(["D", "C", "B", "A"], summary.Results.Select(result => result.Gold));
        Assert.Equal([1.0, 1, 0, 0], summary.Results.Select(result => result.Score!.Value));
        Assert.Contains("'ANSWER: $LETTER' (without quotes) where LETTER is one of ABCD.", run.Prompts[0], StringComparison.Ordinal);
        Assert.EndsWith("\n\nWhich, of these?\nQuestion 1\n\nA) wrong a\nB) wrong b\nC) wrong c\nD) right 1", run.Prompts[0], StringComparison.Ordinal);
        Assert.Equal("Physics", Assert.Single(summary.Categories).Name);
    }

    [Fact]
    public async Task Mmlu_FolderOfCsvWithoutNames_IsTheMeanOfSubjects()
    {
        using var run = new TaskRun();
        run.Add("test/anatomy_test.csv", "Where is the heart?,head,chest,hand,foot,B\n\"Which, then?\",a,b,c,d,A\nWhich?,a,b,c,d,D\n");
        run.Add("test/virology_test.csv", "What is a virus?,a,b,c,d,C\n");
        run.Add("dev/anatomy_dev.csv", "What is a bone?,x,y,z,w,C\n");
        var summary = await run.RunAsync("mmlu", run["test"], ["ANSWER: B", "ANSWER: B", "**Answer: (D)**", "ANSWER: C"], new() { FewShot = 1 }, run["dev"]);

        // Subjects weigh the same: (1/3 + 1) / 2. The strict pattern does not read (D); the second measure does.
        Assert.Equal([("anatomy", 3), ("virology", 1)], summary.Categories.Select(category => (category.Name, category.Questions)));
        Assert.Equal(2 / 3.0, summary.Score!.Value, 1e-12);
        Assert.Equal(3 / 4.0, summary.Measures["accuracy, any form of the answer"]);
        Assert.StartsWith("user: Answer the following", run.Conversations[0], StringComparison.Ordinal);
        Assert.Contains("C) z\nD) w\nassistant: ANSWER: C\nuser: ", run.Conversations[0], StringComparison.Ordinal);
        Assert.DoesNotContain("assistant", run.Conversations[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mmlu_Parquet_HasListsAndNumbers()
    {
        using var run = new TaskRun();
        ChoiceRow[] rows =
        [
            new() { question = "首都?", subject = "geography", choices = ["Paris", "Rome", "Oslo", "Bern"], answer = 1 },
            new() { question = "Which?", subject = "geography", choices = ["a", "b", "c", "d"], answer = 3 },
        ];
        await ParquetSerializer.SerializeAsync(rows, run["test.parquet"]);

        var summary = await run.RunAsync("mmlu", run["test.parquet"], ["ANSWER: B", "ANSWER: C"]);

        Assert.Equal(["B", "D"], summary.Results.Select(result => result.Gold));
        Assert.Equal(0.5, summary.Score);
        Assert.Contains("首都?\n\nA) Paris\nB) Rome", run.Prompts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task MmluPro_TenOptions_LeaveOutWhatIsNotThere()
    {
        using var run = new TaskRun();
        var data = run.Add("test.jsonl",
            """
            {"question_id": 70, "question": "Which?", "options": ["a", "N/A", "c", "d", "e", "f", "g", "h", "i", "j"], "answer": "J", "answer_index": 9, "category": "law"}
            {"question_id": 71, "question": "Why?", "options": ["a", "b"], "answer": "A", "answer_index": 0, "category": "law"}
            {"question_id": 72, "question": "Who?", "options": ["a", "b"], "answer": "B", "answer_index": 1, "category": "history"}
            """);
        var summary = await run.RunAsync("mmlu-pro", data, ["Answer: J", "ANSWER: B", "ANSWER: B"]);

        Assert.Equal(0.75, summary.Score);
        Assert.EndsWith("Question:\nWhich?\n\nOptions:\nA. a\nC. c\nD. d\nE. e\nF. f\nG. g\nH. h\nI. i\nJ. j", run.Prompts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cmmlu_Csv_AsksInChineseWithTheSubjectsName()
    {
        using var run = new TaskRun();
        run.Add("test/agronomy.csv", ",Question,A,B,C,D,Answer\n0,哪个是作物?,小麦,石头,铁,水,A\n1,哪个?,甲,乙,丙,丁,C\n");
        var summary = await run.RunAsync("cmmlu", run["test"], ["分析。\n答案: A", "答案: **B**"]);

        Assert.Equal(0.5, summary.Score);
        Assert.StartsWith("请回答以下关于农学的单项选择题, 你回答的最后一行**必须**是以下格式 '答案: $选项'", run.Prompts[0], StringComparison.Ordinal);
        Assert.Equal(67, CmmluSubjects.Keys.Count);
    }

    [Fact]
    public async Task HellaSwag_TenShot_ShowsTheFirstTenExamples()
    {
        using var run = new TaskRun();
        static string Row(int i, string label) => $$"""{"ind": {{i}}, "ctx": "A man walks {{i}}. He", "endings": ["runs.", "sleeps.", "flies.", "eats."], "label": "{{label}}"}""" + "\n";
        var examples = run.Add("train.jsonl", string.Concat(Enumerable.Range(0, 12).Select(i => Row(100 + i, $"{i % 4}"))));
        var data = run.Add("val.jsonl", Row(1, "2") + Row(2, "0"));
        var summary = await run.RunAsync("hellaswag", data, ["C", "B) sleeps."], examples: examples);

        Assert.Equal(0.5, summary.Score);
        Assert.Equal(10, summary.Settings.FewShot);
        Assert.StartsWith("user: Continue the following text without adding any additional information or formatting:\n\nA man walks 100. He\nA) runs.", run.Conversations[0], StringComparison.Ordinal);
        Assert.Contains("A man walks 109. He", run.Conversations[0], StringComparison.Ordinal);
        Assert.DoesNotContain("A man walks 110. He", run.Conversations[0], StringComparison.Ordinal);
        Assert.Equal("A man walks 1. He\nA) runs.\nB) sleeps.\nC) flies.\nD) eats.\nWhat is the right option?", run.Prompts[0]);
    }

    [Fact]
    public async Task HellaSwag_WithoutExamples_SaysThatTheCardShowsTen()
    {
        using var run = new TaskRun();
        var data = run.Add("val.jsonl", """{"ctx": "He", "endings": ["a", "b", "c", "d"], "label": 1}""");
        var summary = await run.RunAsync("hellaswag", data, ["B"]);

        Assert.Contains(summary.Notes, note => note == "The model card's setting shows 10 examples; this run showed 0.");
        Assert.StartsWith("Continue the following text", run.Prompts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OfNoOption_NamesTheRow()
    {
        using var run = new TaskRun();
        var data = run.Add("x.csv", "question,A,B,C,D,answer\nWhich?,a,b,c,d,E\n");
        var error = await Assert.ThrowsAsync<DataFormatException>(() => run.RunAsync("mmlu", data, []));

        Assert.Equal("x.csv, row 1: answer should hold one of the letters ABCD, or its place from 0 and holds \"E\".", error.Message);
    }
}
