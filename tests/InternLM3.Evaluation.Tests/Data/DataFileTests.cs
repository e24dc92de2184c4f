using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Tests.Support;
using InternLM3.Tests.Support;
using Parquet.Serialization;

namespace InternLM3.Evaluation.Tests.Data;

public sealed class DataFileTests
{
    [Theory]
    [InlineData("a.jsonl", "{\"x\": 1}\r\n\n{\"x\": 2}\n")]
    [InlineData("a.jsonl", "\uFEFF{\"x\": 1}\n{\"x\": 2}")]
    [InlineData("a.json", "[{\"x\": 1}, {\"x\": 2}]")]
    [InlineData("a.json", "{\"0\": {\"x\": 1}, \"1\": {\"x\": 2}}")]
    [InlineData("a.csv", "x,y\n1,a\n2,\"b\nc\"\n")]
    [InlineData("a.tsv", "x\ty\r\n1\ta\r\n2\tb\r\n")]
    public async Task Read_Formats_GiveTheSameRows(string name, string content)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder[name], content);
        var data = await DataFile.ReadAsync(folder[name]);

        Assert.Equal([1, 2], data.Rows.Select(row => row.WholeNumber("x")));
        Assert.Equal((name, 64), (data.Name, data.Hash.Length));
    }

    [Fact]
    public async Task Read_ParquetWithStructures_GivesObjectsAndNulls()
    {
        using var folder = new TemporaryFolder();
        PassageRow[] rows = [new() { passage = "p", answers_spans = new() { spans = ["a", "b"], types = ["span", "span"] } }];
        await ParquetSerializer.SerializeAsync(rows, folder["a.parquet"]);

        var row = Assert.Single((await DataFile.ReadAsync(folder["a.parquet"])).Rows);
        Assert.Equal("""["a","b"]""", row.Find("answers_spans")!.Value.GetProperty("spans").GetRawText());
        Assert.False(row.Has("n"));
    }

    [Fact]
    public async Task Read_Folder_TakesItsFilesInOrderAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["b_test.csv"], "x\n2\n");
        await File.WriteAllTextAsync(folder["a_test.csv"], "x\n1\n");
        await File.WriteAllTextAsync(folder["README.md"], "x");
        var data = await DataFile.ReadAsync(folder.Path);

        Assert.Equal([("a", 1), ("b", 2)], data.Rows.Select(row => (row.Subject, row.WholeNumber("x"))));
    }

    [Theory]
    [InlineData("a.jsonl", "{\"x\": 1}\nhello\n", "a.jsonl, line 2: this is no JSON")]
    [InlineData("a.jsonl", "[1, 2]", "a.jsonl, row 1: a row should be a JSON object.")]
    [InlineData("a.csv", "x,y\n1,2,3\n", "a.csv, line 2: there are 3 fields and 2 columns (x, y).")]
    [InlineData("a.parquet", "PAR1 but not really", "a.parquet: this is no parquet file that can be read")]
    [InlineData("a.txt", "x", "should end in .jsonl, .json, .csv, .tsv or .parquet")]
    public async Task Read_SomethingElse_SaysWhereInOneSentence(string name, string content, string expected)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder[name], content);
        var error = await Assert.ThrowsAsync<DataFormatException>(() => DataFile.ReadAsync(folder[name]));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Read_Nothing_SaysThatNothingIsDownloaded()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("nothing is downloaded", (await Assert.ThrowsAsync<DataFormatException>(() => DataFile.ReadAsync(folder["missing.jsonl"]))).Message, StringComparison.Ordinal);
    }
}
