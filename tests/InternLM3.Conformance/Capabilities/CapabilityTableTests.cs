using InternLM3.Conformance.Support;

namespace InternLM3.Conformance.Capabilities;

/// <summary>
/// The README says what the code does. To write the table anew, run these tests with the environment variable
/// <c>INTERNLM3_WRITE_CAPABILITIES=1</c>.
/// </summary>
public sealed class CapabilityTableTests(TinyModel tiny)
{
    [Fact]
    public async Task Readme_Table_IsWhatARunGives()
    {
        using var client = new InternLM3ChatClient(tiny.Model);
        var table = await CapabilityTable.CreateAsync(client, CapabilityList.All, TestContext.Current.CancellationToken);

        var path = Readme();
        var readme = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("INTERNLM3_WRITE_CAPABILITIES") == "1")
        {
            readme = CapabilityTable.Replace(readme, table);
            await File.WriteAllTextAsync(path, readme, TestContext.Current.CancellationToken);
        }

        Assert.Equal(table, CapabilityTable.Read(readme));
    }

    [Fact]
    public void Features_Each_IsListedOnce() =>
        Assert.Equal(CapabilityList.All.Count, CapabilityList.All.Select(capability => capability.Feature).Distinct().Count());

    private static string Readme()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "InternLM3.SemanticKernel.sln")))
            {
                return Path.Combine(folder.FullName, "README.md");
            }
        }

        throw new InvalidOperationException("These tests run inside the repository.");
    }
}
