using InternLM3.Retrieval.Tests.Documents;
using InternLM3.Retrieval.Tests.Support;
using InternLM3.Tests.Support;
using InternLM3.Tests.Support.Retrieval;
using InternLM3.Tokenization;
using Microsoft.Data.Sqlite;

namespace InternLM3.Retrieval.Tests;

public sealed class RetrievalStoreTests(TinyModel tiny) : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly Tokenizer _tokenizer = tiny.Client.GetModelAsync().Result.Tokenizer;

    private string Documents => Directory.CreateDirectory(_temporary["documents"]).FullName;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task IngestFolder_AllFormats_AreFoundWithPlaceAndText()
    {
        Write("a.txt", "The Zora Bridge was built in 1873.\n\nIt is green.");
        Write("sub/b.md", "# Towers\n\nThe Kaim Tower has a height of 41 metres.");
        Write("c.html", "<h1>Museum</h1><p>The Plona Museum opens at 9:30.</p>");
        File.WriteAllBytes(Path.Combine(Documents, "d.pdf"), DocumentReaderTests.Pdf("Page one.", "The Drina Harbor was founded by Mira Sholan."));
        Write("e.bin", "The Zora Bridge");
        using var store = Open();

        var report = await store.IngestFolderAsync(Documents);

        Assert.Equal((4, 0, 0, 0), (report.Indexed, report.Unchanged, report.Removed, report.Failed.Count));
        var tower = (await store.SearchAsync("height of Kaim Tower", 1))[0];
        Assert.Equal(("sub/b.md", "Towers", "The Kaim Tower has a height of 41 metres."), (tower.Name, tower.Heading, tower.Text));
        Assert.Equal(tower.Text, File.ReadAllText(tower.File).Substring(tower.Offset, tower.Text.Length));
        Assert.EndsWith("b.md#char=10,51", tower.Link, StringComparison.Ordinal);
        Assert.Equal("c.html", (await store.SearchAsync("When does the museum open?", 1))[0].Name);
        var harbor = (await store.SearchAsync("Who founded the Drina Harbor?", 1))[0];
        Assert.Equal(2, harbor.Page);
        Assert.EndsWith("d.pdf#page=2", harbor.Link, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("上海", "a.txt")]
    [InlineData("学习是什么?", "b.txt")]
    [InlineData("湖", "c.txt")]
    public async Task Search_Chinese_FindsWordsOfOneAndTwoCharacters(string query, string name)
    {
        Write("a.txt", "他住在上海市。");
        Write("b.txt", "深度学习是机器学习的一个分支。");
        Write("c.txt", "东湖图书馆建于1921年。");
        using var store = Open();
        await store.IngestFolderAsync(Documents);

        Assert.Equal([name], (await store.SearchAsync(query, 5)).Select(passage => passage.Name));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("body: zora OR NEAR(x) *")]
    [InlineData("'); DROP TABLE files; --")]
    [InlineData("NOT")]
    [InlineData("\0\ud800")]
    [InlineData("")]
    public async Task Search_Syntax_IsOnlyWords(string query)
    {
        Write("a.txt", "zora");
        using var store = Open();
        await store.IngestFolderAsync(Documents);

        await store.SearchAsync(query, 5);

        Assert.Single(await store.SearchAsync("zora", 5));
    }

    [Fact]
    public async Task IngestFolder_Again_SkipsUnchangedReplacesChangedAndRemovesGone()
    {
        Write("same.txt", "alpha");
        Write("changed.txt", "beta");
        Write("gone.txt", "gamma");
        using (var store = Open())
        {
            await store.IngestFolderAsync(Documents);
        }

        Write("changed.txt", "delta");
        Write("new.txt", "epsilon");
        File.Delete(Path.Combine(Documents, "gone.txt"));
        File.SetLastWriteTimeUtc(Path.Combine(Documents, "same.txt"), DateTime.UnixEpoch);
        using var again = Open();
        var report = await again.IngestFolderAsync(Documents);

        Assert.Equal((2, 1, 1), (report.Indexed, report.Unchanged, report.Removed));
        Assert.Equal((3, 3), again.Count());
        Assert.Equal([0, 0, 1, 1, 1], new[] { "beta", "gamma", "delta", "epsilon", "alpha" }.Select(word => again.SearchAsync(word, 5).Result.Count));
        IndexState.Of(_temporary["index.db"]);
    }

    [Fact]
    public async Task IngestFolder_OtherPassageLength_IndexesAgain()
    {
        Write("a.txt", string.Join(' ', Enumerable.Repeat("The bridge is old.", 40)));
        using (var store = Open())
        {
            await store.IngestFolderAsync(Documents);
        }

        using var shorter = Open(new RetrievalOptions { PassageTokens = 20 });
        var report = await shorter.IngestFolderAsync(Documents);

        Assert.Equal(1, report.Indexed);
        Assert.True(shorter.Count().Passages > 5);
    }

    [Fact]
    public async Task IngestFolder_FilesThatCannotBeRead_AreReportedAndTheRestIsIndexed()
    {
        Write("a.txt", "alpha");
        File.WriteAllBytes(Path.Combine(Documents, "b.txt"), [0xFF, 0xC4, 0xE3]);
        Write("c.pdf", "no pdf");
        Write("d.txt", new string('x', 5000));
        using var store = Open(new RetrievalOptions { MaxFileBytes = 4000 });

        var report = await store.IngestFolderAsync(Documents);

        Assert.Equal(1, report.Indexed);
        Assert.Equal(["b.txt", "c.pdf", "d.txt"], report.Failed.Select(file => file.Name));
        Assert.Contains("MaxFileBytes", report.Failed[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IngestFolder_Links_AreNotFollowed()
    {
        Write("a.txt", "alpha");
        File.WriteAllText(_temporary["outside.txt"], "secret");
        File.CreateSymbolicLink(Path.Combine(Documents, "link.txt"), _temporary["outside.txt"]);
        Directory.CreateSymbolicLink(Path.Combine(Documents, "loop"), Documents);
        using var store = Open();

        Assert.Equal(1, (await store.IngestFolderAsync(Documents)).Indexed);
        Assert.Empty(await store.SearchAsync("secret", 5));
    }

    [Fact]
    public async Task IngestFolder_Cancelled_KeepsWhatWasWrittenAndGoesOn()
    {
        new FactCorpus(1).Write(Documents, 200, 100);
        using var store = Open();
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.IngestFolderAsync(Documents, new Cancelling(cancellation), cancellation.Token));

        Assert.Equal(64, store.Count().Files);
        Assert.Equal((136, 64), (await store.IngestFolderAsync(Documents)) is var report ? (report.Indexed, report.Unchanged) : default);
        IndexState.Of(_temporary["index.db"]);
    }

    [Fact]
    public async Task IngestFolder_TwoStoresAtOnce_IndexNothingTwice()
    {
        new FactCorpus(2).Write(Documents, 150, 100);
        using var one = Open();
        using var two = Open();

        var reports = await Task.WhenAll(one.IngestFolderAsync(Documents), two.IngestFolderAsync(Documents));

        Assert.Equal(150, reports.Sum(report => report.Indexed));
        Assert.Equal(150, one.Count().Files);
        IndexState.Of(_temporary["index.db"]);
    }

    [Fact]
    public async Task Search_WhileIngesting_SeesWholeFiles()
    {
        new FactCorpus(3).Write(Documents, 300, 600);
        using var store = Open(new RetrievalOptions { PassageTokens = 40 });
        var ingest = store.IngestFolderAsync(Documents);
        var searches = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            do
            {
                Assert.All(await store.SearchAsync("the people like the bridge 居民", 20), passage => Assert.NotEmpty(passage.Text));
            }
            while (!ingest.IsCompleted);
        }));

        await Task.WhenAll(searches.Append(ingest));

        Assert.Equal(300, (await ingest).Indexed);
    }

    [Fact]
    public async Task Search_WithEmbeddings_FindsByMeaningWordsAndBoth()
    {
        Write("one.txt", "An automobile needs fuel.");
        Write("two.txt", "A forest is green.");
        Write("three.txt", "The car is red.");
        using var embeddings = new WordEmbeddings();
        using var store = new RetrievalStore(_temporary["index.db"], _tokenizer, embeddings: embeddings);
        await store.IngestFolderAsync(Documents);

        Assert.Equal(["three.txt"], (await store.SearchAsync("car", 5, SearchMode.FullText)).Select(passage => passage.Name));
        Assert.Equal("two.txt", (await store.SearchAsync("树", 1, SearchMode.Vector))[0].Name);
        Assert.Equal("two.txt", (await store.SearchAsync("树", 1))[0].Name);
        Assert.Equal(["three.txt", "one.txt"], (await store.SearchAsync("car", 2)).Select(passage => passage.Name));

        var embedded = embeddings.Texts;
        await store.IngestFolderAsync(Documents);
        Assert.Equal(embedded, embeddings.Texts);
    }

    [Fact]
    public async Task Search_AfterAChange_KnowsTheNewVectors()
    {
        Write("a.txt", "A forest is green.");
        using var embeddings = new WordEmbeddings();
        using var store = new RetrievalStore(_temporary["index.db"], _tokenizer, embeddings: embeddings);
        await store.IngestFolderAsync(Documents);
        await store.SearchAsync("car", 1, SearchMode.Vector);
        Write("b.txt", "An automobile needs fuel.");
        await store.IngestFolderAsync(Documents);

        Assert.Equal("b.txt", (await store.SearchAsync("car", 1, SearchMode.Vector))[0].Name);
    }

    [Fact]
    public async Task Embeddings_OfAnotherModel_AreMadeAgain()
    {
        Write("a.txt", "A forest is green.");
        using (var store = new RetrievalStore(_temporary["index.db"], _tokenizer, embeddings: new WordEmbeddings("one")))
        {
            await store.IngestFolderAsync(Documents);
        }

        using var other = new RetrievalStore(_temporary["index.db"], _tokenizer, embeddings: new WordEmbeddings("two"));
        Assert.Empty(await other.SearchAsync("tree", 1, SearchMode.Vector));
        Assert.Equal(1, (await other.IngestFolderAsync(Documents)).Indexed);
        Assert.Single(await other.SearchAsync("tree", 1, SearchMode.Vector));
    }

    [Fact]
    public async Task Search_VectorsWithoutGenerator_IsRefusedByName()
    {
        using var store = Open();

        Assert.Equal("mode", (await Assert.ThrowsAsync<UnsupportedOptionException>(() => store.SearchAsync("x", 1, SearchMode.Hybrid))).Option);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.SearchAsync("x", 0));
    }

    [Fact]
    public async Task IngestFolder_NoFolder_IsOneSentence()
    {
        using var store = Open();

        Assert.Contains("nowhere", (await Assert.ThrowsAsync<RetrievalException>(() => store.IngestFolderAsync(_temporary["nowhere"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SomethingElse_IsRefusedAndUntouched()
    {
        File.WriteAllText(_temporary["text.db"], "This is no database, only a text that is long enough to be read as a header of one, which has a hundred bytes.");
        using (var other = new SqliteConnection($"Data Source={_temporary["other.db"]};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE mine(x)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("no usable index", Assert.Throws<RetrievalException>(() => new RetrievalStore(_temporary["text.db"], _tokenizer)).Message, StringComparison.Ordinal);
        Assert.Contains("something else", Assert.Throws<RetrievalException>(() => new RetrievalStore(_temporary["other.db"], _tokenizer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewerFormat_IsRefused()
    {
        Open().Dispose();
        using (var connection = new SqliteConnection($"Data Source={_temporary["index.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Assert.Contains("newer", Assert.Throws<RetrievalException>(Open0).Message, StringComparison.Ordinal);
        void Open0() => Open().Dispose();
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(8193, 1)]
    [InlineData(256, 0)]
    public void Options_OutOfRange_AreRefused(int tokens, long bytes) =>
        Assert.Throws<UnsupportedOptionException>(() => Open(new RetrievalOptions { PassageTokens = tokens, MaxFileBytes = bytes }));

    private RetrievalStore Open(RetrievalOptions? options = null) => new(_temporary["index.db"], _tokenizer, options);

    private void Write(string name, string text)
    {
        var file = Path.Combine(Documents, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private sealed class Cancelling(CancellationTokenSource cancellation) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => cancellation.Cancel();
    }
}
