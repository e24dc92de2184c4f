using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace InternLM3.Tests.DependencyInjection;

public sealed class InternLM3ModelRegistrationTests(TinyModel tiny)
{
    [Fact]
    public async Task Resolve_EqualPathsAndOptions_GiveTheOneClientOfTheContainer()
    {
        var services = new ServiceCollection();
        var first = services.AddInternLM3Model(tiny.Folder);
        var again = services.AddInternLM3Model(tiny.Folder + Path.DirectorySeparatorChar, new InternLM3Options());
        var other = services.AddInternLM3Model(tiny.Folder, new InternLM3Options { ModelId = "other" });
        services.AddInternLM3ChatClient(tiny.Folder);
        await using var provider = services.BuildServiceProvider();

        Assert.Equal((first, Path.GetFullPath(tiny.Folder), new InternLM3Options()), (again, first.Path, first.Options));
        Assert.NotEqual(first, other);
        Assert.Same(first.Resolve(provider), again.Resolve(provider));
        Assert.Same(first.Resolve(provider), provider.GetRequiredService<IChatClient>().GetService<InternLM3ChatClient>());
        Assert.NotSame(first.Resolve(provider), other.Resolve(provider));
    }

    [Fact]
    public void Resolve_OtherContainer_Throws()
    {
        var registration = new ServiceCollection().AddInternLM3Model(tiny.Folder);
        using var provider = new ServiceCollection().BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(() => registration.Resolve(provider));
    }

    [Fact]
    public void AddInternLM3Model_OptionOutOfRange_IsRefusedAtOnce() => Assert.Throws<UnsupportedOptionException>(
        () => new ServiceCollection().AddInternLM3Model(tiny.Folder, new InternLM3Options { ContextLength = 0 }));
}
