using InternLM3.Retrieval.Tests.Support;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace InternLM3.Retrieval.Tests;

public sealed class PassageTextSearchTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ServiceProvider _services;
    private readonly PassageTextSearch _search;

    public PassageTextSearchTests()
    {
        var folder = Directory.CreateDirectory(_temporary["documents"]).FullName;
        File.WriteAllText(Path.Combine(folder, "a.md"), "# Zora\n\nThe Zora Bridge was built in 1873.");
        File.WriteAllText(Path.Combine(folder, "b.txt"), "The Zora Tower is a tower made of oak, and the Zora Tower is high.");
        File.WriteAllText(Path.Combine(folder, "c.txt"), "Zora");
        _services = new ServiceCollection().AddInternLM3Retrieval(_temporary["index.db"], InternLM3.Tiny.InternLM3Tiny.CheckpointPath).BuildServiceProvider();
        _services.GetRequiredService<RetrievalStore>().IngestFolderAsync(folder).Wait();
        _search = new PassageTextSearch(_services.GetRequiredService<IPassageSource>());
    }

    public void Dispose()
    {
        _services.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task Search_Forms_GiveTextsResultsAndPassages()
    {
        Assert.Equal(["The Zora Bridge was built in 1873."], await Items((await _search.SearchAsync("Zora bridge", new() { Top = 1 })).Results));
        var result = Assert.Single(await Items((await _search.GetTextSearchResultsAsync("Zora bridge", new() { Top = 1 })).Results));
        Assert.Equal(("a.md > Zora", "The Zora Bridge was built in 1873."), (result.Name, result.Value));
        Assert.Contains("#char=8,", result.Link, StringComparison.Ordinal);
        Assert.Equal("a.md", Assert.Single(await Items((await _search.GetSearchResultsAsync("Zora bridge", new() { Top = 1 })).Results)).Name);
    }

    [Fact]
    public async Task Search_Options_AreAllHeeded()
    {
        var all = await Items((await _search.GetSearchResultsAsync("zora")).Results);

        var second = await _search.GetSearchResultsAsync("zora", new() { Skip = 1, Top = 1, IncludeTotalCount = true });
        var filtered = await _search.GetSearchResultsAsync("zora", new() { Filter = passage => passage.Name == "b.txt", IncludeTotalCount = true });

        Assert.Equal(3, all.Count);
        Assert.Equal((3, all[1].Id), (second.TotalCount!.Value, Assert.Single(await Items(second.Results)).Id));
        Assert.Equal((1, "b.txt"), (filtered.TotalCount!.Value, Assert.Single(await Items(filtered.Results)).Name));
        Assert.Null((await _search.SearchAsync("zora")).TotalCount);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -1)]
    [InlineData(600, 600)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task Search_RangeOutOfBounds_IsRefused(int top, int skip) =>
        await Assert.ThrowsAsync<UnsupportedOptionException>(() => _search.SearchAsync("zora", new() { Top = top, Skip = skip }));

    [Fact]
    public async Task AddInternLM3Retrieval_EmbeddingGeneratorRegistered_IsUsed()
    {
        using var services = new ServiceCollection().AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(new WordEmbeddings())
            .AddInternLM3Retrieval(_temporary["other.db"], InternLM3.Tiny.InternLM3Tiny.CheckpointPath).BuildServiceProvider();
        var store = services.GetRequiredService<RetrievalStore>();
        await store.IngestFolderAsync(_temporary["documents"]);

        Assert.Single(await store.SearchAsync("tree", 1, SearchMode.Vector));
    }

    private static async Task<List<T>> Items<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
