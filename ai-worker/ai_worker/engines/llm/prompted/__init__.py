"""Language engines that ask a model: prompts and answer shapes here, the model behind `ChatModel`."""
