namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>Tests that read the process's meter or load the machine run while no other test does. They share InternLM3-Tiny.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EngineAlone : ICollectionFixture<TinyServer>
{
    public const string Name = "Engine alone";
}
