using System.Text.Json;
using System.Text.RegularExpressions;
using InternLM3.Evaluation.Reports;
using InternLM3.Evaluation.Results;
using InternLM3.Evaluation.Running;
using InternLM3.Evaluation.Tests.Support;

namespace InternLM3.Evaluation.Tests.Reports;

public sealed partial class ReportTests
{
    private const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`|# \u0001\n| x | <b>";

    [Fact]
    public void Html_HostileText_IsNothingButText()
    {
        var page = HtmlReport.Of(Summary(Hostile));

        Assert.Equal(1, Regex.Count(page, "<script"));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>0", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', page);
        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_Page_LoadsNothingAndClosesWhatItOpens()
    {
        var page = HtmlReport.Of(Summary("plain"));

        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?i)<link|@import|url\(| src=| on\w+=", page);
        foreach (var tag in (string[])["div", "table", "details", "dl", "svg", "section", "script", "style", "select", "tr"])
        {
            Assert.Equal(Regex.Count(page, $"<{tag}[ >]"), Regex.Count(page, $"</{tag}>"));
        }
    }

    [Fact]
    public void Html_CardScore_StandsBesideTheRuns()
    {
        var page = HtmlReport.Of(Summary("plain"));

        Assert.Contains("model card, InternLM3-8B-Instruct</span><b>83.0</b>", page, StringComparison.Ordinal);
        Assert.Contains("<b>50.0</b>", page, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(page, "<svg")); // subjects, prompt tokens, answer tokens, seconds
    }

    [Fact]
    public void Markdown_HostileText_StaysInItsCell()
    {
        var text = MarkdownReport.Of(Summary(Hostile));
        var tables = text.Split('\n').Where(line => line.StartsWith('|')).ToArray();

        Assert.All(tables, line => Assert.EndsWith("|", line, StringComparison.Ordinal));
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)</script>", text, StringComparison.Ordinal);
        Assert.Equal(7, UnescapedBar().Count(tables.First(line => line.Contains("alert", StringComparison.Ordinal))) + 1);
    }

    [Fact]
    public void Json_Report_HasScoresSubjectsAndSettings()
    {
        var json = JsonElement.Parse(JsonReport.Of(Summary("plain")));

        Assert.Equal((50, 83), (json.GetProperty("score").GetDouble(), json.GetProperty("model_card").GetDouble()));
        Assert.Equal(["even", "odd"], json.GetProperty("subjects").EnumerateArray().Select(subject => subject.GetProperty("name").GetString()));
        Assert.Equal(16, json.GetProperty("settings_hash").GetString()!.Length);
        Assert.Equal("m", json.GetProperty("settings").GetProperty("model").GetString());
    }

    [Theory]
    [InlineData(19, 1)]
    [InlineData(20, 2)]
    [InlineData(0.5, 0.05)]
    [InlineData(4000, 500)]
    [InlineData(0, 1)]
    public void Histogram_Steps_AreRound(double range, double step) => Assert.Equal(step, Histogram.Step(range), 1e-12);

    private static EvaluationSummary Summary(string text)
    {
        var settings = new RunSettings { Task = "sums", Model = "m", Notes = [text] };
        var results = Enumerable.Range(0, 8).Select(i => new ItemResult
        {
            Task = "sums",
            Item = $"{i}",
            Repeat = 0,
            Settings = settings.Hash,
            Category = i % 2 == 0 ? "even" : "odd",
            Score = i < 4 ? 1 : 0,
            Question = text,
            Answer = text,
            Extracted = text,
            Gold = text,
            InputTokens = 10 * i,
            OutputTokens = 100 + i,
            Seconds = i / 4.0,
        });
        return EvaluationSummary.Create(SumTask.Create(8) with { Card = new(83, "0-shot") }, settings, [.. results]);
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex UnescapedBar();
}
