using InternLM3.Remote.Tests.Support;
using InternLM3.Tests.Support.Scripting;

[assembly: AssemblyFixture(typeof(ScriptedOverHttp))]

namespace InternLM3.Remote.Tests.Support;

/// <summary>A model that follows <see cref="WireScript"/>.</summary>
public sealed class ScriptedOverHttp()
    : ModelOverHttp(new InternLM3ChatClient(ScriptedModel.Folder, new ScriptedModel(WireScript.Replies).Options));
