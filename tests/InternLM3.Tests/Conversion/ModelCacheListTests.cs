using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion;

public sealed class ModelCacheListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModelCacheListTests() => SyntheticCheckpoint.Write(Checkpoint, new SyntheticShape(), seed: 1);

    private string Checkpoint => _folder["checkpoint"];

    private string Cache => _folder["cache"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_NoDirectory_IsEmpty() => Assert.Empty(ModelCache.List(Cache));

    [Fact]
    public async Task List_ConvertedModel_HasItsSize()
    {
        var folder = await ConvertAsync();
        Directory.CreateDirectory(Path.Combine(Cache, "something of the user's"));

        var entry = Assert.Single(ModelCache.List(Cache));

        Assert.Equal((Path.GetFileName(folder), folder, CachedModelState.Complete, false), (entry.Name, entry.Folder, entry.State, entry.InUse));
        Assert.Equal(Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length), entry.Bytes);
    }

    [Theory]
    [InlineData(CachedModelState.OtherFormat)]
    [InlineData(CachedModelState.Damaged)]
    [InlineData(CachedModelState.Partial)]
    public async Task List_WhatDoesNotLoad_SaysWhyAndCanBeRemoved(CachedModelState state)
    {
        var folder = await ConvertAsync();
        var manifest = Path.Combine(folder, ModelFolder.Manifest);
        switch (state)
        {
            case CachedModelState.OtherFormat:
                File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"format_version\": 2", "\"format_version\": 1", StringComparison.Ordinal));
                break;
            case CachedModelState.Damaged:
                File.Delete(Path.Combine(folder, ModelFolder.Weights));
                break;
            default:
                Directory.Move(folder, $"{folder}.partial-0");
                break;
        }

        var entry = Assert.Single(ModelCache.List(Cache));
        Assert.Equal(state, entry.State);
        Assert.True(ModelCache.Remove(entry));
        Assert.Empty(ModelCache.List(Cache));
        Assert.Equal(folder, await ConvertAsync());
    }

    [Fact]
    public async Task Remove_ModelInUse_StaysUntilItIsClosed()
    {
        var model = await ModelCache.OpenAsync(Checkpoint, new ConversionOptions(), Cache, null, TestContext.Current.CancellationToken);
        var entry = Assert.Single(ModelCache.List(Cache));

        Assert.True(entry.InUse);
        Assert.False(ModelCache.Remove(entry));
        Assert.True(ModelCache.IsComplete(model.Folder));

        model.Dispose();
        Assert.True(ModelCache.Remove(entry));
        Assert.False(Directory.Exists(model.Folder));
    }

    private Task<string> ConvertAsync() => ModelCache.GetOrConvertAsync(Checkpoint, new ConversionOptions(), Cache, null, TestContext.Current.CancellationToken);
}
