using InternLM3.Retrieval.Tests.Support;
using InternLM3.Retrieval.VectorData;
using InternLM3.Tests.Support;
using Microsoft.Extensions.VectorData;

namespace InternLM3.Retrieval.Tests.VectorData;

public sealed class VectorPassageStoreTests(TinyModel tiny) : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task SearchAndIngest_StringKeys_GivePassagesWithTheirPlace() => await RunAsync<string>();

    [Fact]
    public async Task SearchAndIngest_GuidKeys_GivePassagesWithTheirPlace() => await RunAsync<Guid>();

    [Fact]
    public async Task Ingest_CutOffInAFile_WritesItAgain()
    {
        Write("a.txt", "A forest is green.\n\nAn automobile needs fuel and money, which is the price of it.");
        using var collection = new MemoryRecords<string>();
        var store = Store(collection);
        await store.IngestFolderAsync(_temporary["documents"]);
        Assert.True(collection.Records.Count > 1);
        collection.Records.Remove(collection.Records.Keys.First());

        Assert.Equal(1, (await store.IngestFolderAsync(_temporary["documents"])).Indexed);
        Assert.All(collection.Records.Values, record => Assert.Equal(record.Count, collection.Records.Count));
    }

    [Fact]
    public void Constructor_OtherKeys_AreRefused()
    {
        using var collection = new MemoryRecords<int>();
        Assert.Throws<UnsupportedOptionException>(() => Store(collection));
    }

    [Fact]
    public void Definition_Records_NamesEveryProperty() => Assert.Equal(
        typeof(PassageRecord<Guid>).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal),
        PassageRecordDefinition.Create<Guid>(4).Properties.Select(property => property.Name).Order(StringComparer.Ordinal));

    private async Task RunAsync<TKey>()
        where TKey : notnull
    {
        Write("a.txt", "A forest is green.");
        Write("b.md", "# Cars\n\nAn automobile needs fuel.");
        using var collection = new MemoryRecords<TKey>();
        var store = Store(collection);

        Assert.Equal(2, (await store.IngestFolderAsync(_temporary["documents"])).Indexed);
        Assert.Equal(2, (await store.IngestFolderAsync(_temporary["documents"])).Unchanged);
        var passage = (await store.SearchAsync("汽车", 1))[0];
        Assert.Equal(("b.md", "Cars", "An automobile needs fuel.", 8), (passage.Name, passage.Heading, passage.Text, passage.Offset));

        // The same plugin over another source: the agent does not change.
        Assert.StartsWith("[1] A forest", await new RetrievalPlugin(store, top: 1).SearchAsync("tree"), StringComparison.Ordinal);
        Write("a.txt", "Nothing.");
        Assert.Equal(1, (await store.IngestFolderAsync(_temporary["documents"])).Indexed);
        Assert.True(await store.RemoveAsync(Path.Combine(_temporary["documents"], "b.md")));
        Assert.Equal(["Nothing."], collection.Records.Values.Select(record => record.Text));
    }

    private VectorPassageStore<TKey> Store<TKey>(VectorStoreCollection<TKey, PassageRecord<TKey>> collection)
        where TKey : notnull => new(collection, tiny.Client.GetModelAsync().Result.Tokenizer, new WordEmbeddings(), new RetrievalOptions { PassageTokens = 20 });

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(_temporary["documents"]).FullName, name), text);
}
