using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Tests.Support.Scripting;

[assembly: AssemblyFixture(typeof(ScriptedServer))]

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>A server over a model that follows <see cref="WireScript"/>, for all tests of what goes over the wire.</summary>
public sealed class ScriptedServer : IAsyncLifetime
{
    public const string Hello = """{"messages": [{"role": "user", "content": "Who are you?"}], "temperature": 0, "max_tokens": 64}""";

    public InternLM3ChatClient Client { get; } = new(ScriptedModel.Folder, new ScriptedModel(WireScript.Replies).Options);

    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Client.GetModelAsync();
        Server = await TestServer.StartAsync(Client);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Client.DisposeAsync();
    }
}
