// Everything the page says, in its two languages.
export const strings = {
  en: {
    skip: 'Skip to the message box', newChat: 'New chat', settings: 'Settings', switchLanguage: 'Switch to Chinese', language: '中文',
    switchTheme: 'Switch between light and dark', greeting: 'What can I do for you?', conversation: 'Conversation', message: 'Message',
    placeholder: 'Write a message — Enter sends, Shift+Enter breaks the line', think: 'Think first', send: 'Send', stop: 'Stop',
    temperature: 'Temperature', topP: 'Top-p', topK: 'Top-k', maxTokens: 'Most new tokens', effort: 'Thinking effort', low: 'Low', medium: 'Medium',
    high: 'High', format: 'Answer as', formatText: 'Text', system: 'System prompt', tools: 'Tools (JSON array of functions)', apiKey: 'API key',
    keyNote: 'The key stays in this tab; the other settings stay in this browser.', done: 'Done', default: 'the model’s',
    you: 'You', thinking: 'Thinking…', thought: 'Thoughts', copy: 'Copy', copied: 'Copied', result: 'Result of the call', sendResult: 'Send result',
    generating: 'The model is answering.', finished: 'The answer is complete.', stopped: 'Stopped', cut: 'Cut at the token limit',
    tokens: 'tokens', cached: 'of the prompt from cache', unreachable: 'The server cannot be reached.', unfinished: 'The answer broke off.',
    badTools: 'The tools in the settings are no JSON array.', badSchema: 'The schema in the settings is no JSON.',
    examples: ['Please tell me five scenic spots in Shanghai', 'Who are you?', 'Solve 7x + 12 = 96.'],
  },
  zh: {
    skip: '跳到输入框', newChat: '新对话', settings: '设置', switchLanguage: '切换到英文', language: 'English',
    switchTheme: '切换浅色与深色', greeting: '有什么可以帮你？', conversation: '对话', message: '消息',
    placeholder: '输入消息，Enter 发送，Shift+Enter 换行', think: '先思考', send: '发送', stop: '停止',
    temperature: '温度', topP: 'Top-p', topK: 'Top-k', maxTokens: '最多新词元', effort: '思考力度', low: '低', medium: '中',
    high: '高', format: '回答格式', formatText: '文本', system: '系统提示词', tools: '工具（函数的 JSON 数组）', apiKey: 'API 密钥',
    keyNote: '密钥只留在此标签页，其他设置保存在此浏览器。', done: '完成', default: '模型默认',
    you: '你', thinking: '思考中…', thought: '思考过程', copy: '复制', copied: '已复制', result: '调用结果', sendResult: '发送结果',
    generating: '模型正在回答。', finished: '回答完毕。', stopped: '已停止', cut: '达到词元上限',
    tokens: '个词元', cached: '来自提示缓存', unreachable: '无法连接服务器。', unfinished: '回答中断。',
    badTools: '设置中的工具不是 JSON 数组。', badSchema: '设置中的模式不是 JSON。',
    examples: ['你好', '介绍一下深度学习。', '计算 128 + 367。'],
  },
};
