using InternLM3.Conformance.Support;

namespace InternLM3.Conformance.Capabilities;

/// <summary>
/// The page <c>src/InternLM3/docs/capabilities.md</c> says what the code does. To write its table anew, run these tests with the
/// environment variable <c>INTERNLM3_WRITE_CAPABILITIES=1</c>.
/// </summary>
public sealed class CapabilityTableTests(TinyModel tiny)
{
    [Fact]
    public async Task Page_Table_IsWhatARunGives()
    {
        using var client = new InternLM3ChatClient(tiny.Model);
        var table = await CapabilityTable.CreateAsync(client, CapabilityList.All, TestContext.Current.CancellationToken);

        var path = PagePath();
        var page = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("INTERNLM3_WRITE_CAPABILITIES") == "1")
        {
            page = CapabilityTable.Replace(page, table);
            await File.WriteAllTextAsync(path, page, TestContext.Current.CancellationToken);
        }

        Assert.Equal(table, CapabilityTable.Read(page));
    }

    [Fact]
    public void Features_Each_IsListedOnce() =>
        Assert.Equal(CapabilityList.All.Count, CapabilityList.All.Select(capability => capability.Feature).Distinct().Count());

    private static string PagePath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "InternLM3.SemanticKernel.sln")))
            {
                return Path.Combine(folder.FullName, "src", "InternLM3", "docs", "capabilities.md");
            }
        }

        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
